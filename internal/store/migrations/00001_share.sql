-- A share is a link to a boleto's PDF that lives for days and can be revoked.

-- +goose Up
CREATE TABLE share (
    id         TEXT   PRIMARY KEY, -- random
    tenant     TEXT   NOT NULL,
    boleto     TEXT   NOT NULL,    -- invoice, document and contract, encrypted
    created_by TEXT   NOT NULL,    -- the client's name
    created_at BIGINT NOT NULL,    -- microseconds since 1970 UTC, as all instants
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT              -- null while it may be used
);

-- Expired shares are deleted by it.
CREATE INDEX share_expires_at ON share (expires_at);
