/** Thrown on meeting a number of a reply that lost digits when it was read: the whole reply is then read again, digit by digit. */
export class RoundedNumber extends Error {}
