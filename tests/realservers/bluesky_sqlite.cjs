// Node's own SQLite in the clothes of better-sqlite3, as far as Bluesky's server wears them: that package would have
// to be compiled for minutes, and Node 22 brings the same database.
'use strict'

const { DatabaseSync } = require('node:sqlite')

const asBuffers = (row) => {
  for (const name in row) {
    if (row[name] instanceof Uint8Array) row[name] = Buffer.from(row[name])
  }
  return row
}

class Statement {
  constructor(statement) {
    this.statement = statement
    this.reader = statement.columns().length > 0
  }
  all(values = []) {
    return this.statement.all(...values).map(asBuffers)
  }
  get(values = []) {
    return asBuffers(this.statement.get(...values))
  }
  run(values = []) {
    return this.statement.run(...values)
  }
  *iterate(values = []) {
    for (const row of this.statement.iterate(...values)) yield asBuffers(row)
  }
}

class SqliteError extends Error {
  constructor(error) {
    super(error.message)
    this.code = { 5: 'SQLITE_BUSY', 6: 'SQLITE_LOCKED', 1555: 'SQLITE_CONSTRAINT_PRIMARYKEY' }[error.errcode]
    this.code ??= error.errcode === 2067 ? 'SQLITE_CONSTRAINT_UNIQUE' : 'SQLITE_ERROR'
  }
}

class Database {
  constructor(location) {
    this.database = new DatabaseSync(location)
  }
  prepare(sql) {
    const statement = new Statement(this.database.prepare(sql))
    for (const name of ['all', 'get', 'run']) {
      const asked = statement[name].bind(statement)
      statement[name] = (...values) => {
        try {
          return asked(...values)
        } catch (error) {
          throw error.code === 'ERR_SQLITE_ERROR' ? new SqliteError(error) : error
        }
      }
    }
    return statement
  }
  pragma(text) {
    this.database.exec(`PRAGMA ${text}`)
  }
  close() {
    this.database.close()
  }
}

module.exports = Object.assign(Database, { SqliteError })
