// Package web is the HTTP server around everything that answers requests: its
// timeouts and its stop ([Server]), the headers of every answer ([Secured]),
// who may ask and from which pages ([API], and [Identify] for a WebSocket whose
// key comes later), and which path leads where ([Mux]).
package web
