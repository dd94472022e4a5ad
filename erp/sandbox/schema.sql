CREATE TABLE IF NOT EXISTS livro (
	rolado_ate TEXT NOT NULL -- the day up to which the bills are written
);

CREATE TABLE IF NOT EXISTS planos (
	codigo     TEXT PRIMARY KEY,
	nome       TEXT NOT NULL,
	preco      INTEGER NOT NULL, -- centavos a month
	velocidade TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS clientes (
	id          INTEGER PRIMARY KEY,
	documento   TEXT NOT NULL,
	nome        TEXT NOT NULL,
	aniversario TEXT, -- NULL for a company
	registro    TEXT NOT NULL,
	ativo       INTEGER NOT NULL,
	rua         TEXT NOT NULL,
	numero      TEXT NOT NULL,
	complemento TEXT,
	bairro      TEXT NOT NULL,
	cidade      TEXT NOT NULL,
	estado      TEXT NOT NULL,
	cep         TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS clientes_documento ON clientes (documento);

CREATE TABLE IF NOT EXISTS contatos (
	cliente INTEGER NOT NULL REFERENCES clientes (id),
	tipo    TEXT NOT NULL, -- email, celular, telefone
	valor   TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS contatos_cliente ON contatos (cliente);

CREATE TABLE IF NOT EXISTS contratos (
	id             INTEGER PRIMARY KEY,
	cliente        INTEGER NOT NULL REFERENCES clientes (id),
	plano          TEXT NOT NULL REFERENCES planos (codigo),
	situacao       TEXT NOT NULL, -- ATIVO, BLOQUEADO, SUSPENSO, PENDENTE, CANCELADO
	dia_vencimento INTEGER NOT NULL,
	habito         TEXT NOT NULL -- how the made-up customer pays: see roll.go
) STRICT;
CREATE INDEX IF NOT EXISTS contratos_cliente ON contratos (cliente);

CREATE TABLE IF NOT EXISTS faturas (
	id         INTEGER PRIMARY KEY,
	contrato   INTEGER REFERENCES contratos (id), -- NULL for one made by a test
	cliente    INTEGER NOT NULL REFERENCES clientes (id),
	documento  TEXT NOT NULL,
	valor      INTEGER NOT NULL, -- centavos, as all amounts here
	desconto   INTEGER NOT NULL, -- given up to the last day without charges
	emissao    TEXT NOT NULL,
	vencimento TEXT NOT NULL,
	quitada_em TEXT,
	cancelada  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS faturas_documento ON faturas (documento);
CREATE INDEX IF NOT EXISTS faturas_em_aberto ON faturas (id) WHERE quitada_em IS NULL AND cancelada = 0;

CREATE TABLE IF NOT EXISTS pagamentos (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	fatura     INTEGER NOT NULL REFERENCES faturas (id),
	valor      INTEGER NOT NULL,
	data       TEXT NOT NULL, -- the local day it was paid on
	metodo     TEXT NOT NULL,
	referencia TEXT NOT NULL,
	chave      TEXT, -- Idempotency-Key; NULL when paid at the bank
	hash       TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS pagamentos_fatura ON pagamentos (fatura);

CREATE TABLE IF NOT EXISTS leads (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	referencia TEXT NOT NULL,
	chave      TEXT NOT NULL,
	hash       TEXT NOT NULL,
	conteudo   TEXT NOT NULL -- the JSON that was sent
) STRICT;
CREATE INDEX IF NOT EXISTS leads_chave ON leads (chave);
CREATE INDEX IF NOT EXISTS leads_referencia ON leads (referencia);

-- The books: one row for each write that arrived, whatever
-- became of it. Rows are only ever added.
CREATE TABLE IF NOT EXISTS aplicacoes (
	seq       INTEGER PRIMARY KEY AUTOINCREMENT,
	hora      TEXT NOT NULL,
	tipo      TEXT NOT NULL,
	fatura    TEXT NOT NULL,
	documento TEXT NOT NULL,
	valor     INTEGER NOT NULL,
	chave     TEXT NOT NULL,
	hash      TEXT NOT NULL,
	aplicada  TEXT NOT NULL,
	falha     TEXT NOT NULL,
	resposta  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS aplicacoes_so_crescem_1 BEFORE UPDATE ON aplicacoes
BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER IF NOT EXISTS aplicacoes_so_crescem_2 BEFORE DELETE ON aplicacoes
BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;

-- Where bills go, for who has it changed.
CREATE TABLE IF NOT EXISTS enderecos_cobranca (
	cliente  INTEGER PRIMARY KEY REFERENCES clientes (id),
	conteudo TEXT NOT NULL -- the JSON that was sent
) STRICT;

-- Orders, tickets and trust unlocks that were taken in.
CREATE TABLE IF NOT EXISTS entradas (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	tipo       TEXT NOT NULL,
	referencia TEXT NOT NULL,
	chave      TEXT NOT NULL,
	hash       TEXT NOT NULL,
	conteudo   TEXT NOT NULL, -- the JSON that was sent
	resposta   TEXT NOT NULL  -- the JSON that was answered
) STRICT;
CREATE INDEX IF NOT EXISTS entradas_chave ON entradas (tipo, chave);
CREATE INDEX IF NOT EXISTS entradas_referencia ON entradas (tipo, referencia);

CREATE TABLE IF NOT EXISTS desbloqueios (
	contrato   INTEGER NOT NULL REFERENCES contratos (id),
	dia        TEXT NOT NULL,
	valido_ate TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS desbloqueios_contrato ON desbloqueios (contrato);
