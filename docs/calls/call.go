// A signed call with Go and nothing else: go run call.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"strings"
	"time"
)

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(text))
	return sum.Sum(nil)
}

// sign adds the headers of AWS Signature Version 4. Host is signed too; net/http sends it by itself.
func sign(request *http.Request, body string) {
	now := time.Now().UTC().Format("20060102T150405Z")
	request.Header.Set("X-Amz-Date", now)
	if token := os.Getenv("AWS_SESSION_TOKEN"); token != "" {
		request.Header.Set("X-Amz-Security-Token", token)
	}
	names := []string{"host"}
	for name := range request.Header {
		names = append(names, strings.ToLower(name))
	}
	sort.Strings(names)
	lines := ""
	for _, name := range names {
		value := request.Header.Get(name)
		if name == "host" {
			value = request.URL.Host
		}
		lines += name + ":" + value + "\n"
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join([]string{request.Method, request.URL.EscapedPath(), request.URL.RawQuery, lines, signed, hash(body)}, "\n")
	key := []byte("AWS4" + os.Getenv("AWS_SECRET_ACCESS_KEY"))
	parts := []string{now[:8], os.Getenv("AWS_REGION"), "execute-api", "aws4_request"}
	for _, part := range parts {
		key = mac(key, part)
	}
	scope := strings.Join(parts, "/")
	signature := hex.EncodeToString(mac(key, "AWS4-HMAC-SHA256\n"+now+"\n"+scope+"\n"+hash(canonical)))
	request.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s",
		os.Getenv("AWS_ACCESS_KEY_ID"), scope, signed, signature))
}

func main() {
	body := `{"userId":"alice","friends":[{"userId":"bob","remark":"Bob"}]}`
	request, err := http.NewRequest("POST", os.Getenv("CHAT_GATEWAY_URL")+"/v1/friends/update", strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/json")
	sign(request, body)
	// A redirection is not followed: it would take the session token to another host.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := http.Client{Timeout: 30 * time.Second, CheckRedirect: stay}
	response, err := client.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.StatusCode, string(answer))
}
