/** Chat's word for one side or both; it has no default that could be trusted, so it is always sent. */
export const deleteType = (mutual: boolean): string => (mutual ? 'Delete_Type_Both' : 'Delete_Type_Single')
