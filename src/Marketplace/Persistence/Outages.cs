using System.Net.Sockets;
using Market.Marketplace.Documents;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Market.Marketplace.Persistence;

/// <summary>Tells a database that cannot serve at present from every other error: by number, never by text. Such an operation had no
/// effect, or its commit is unknown to the caller as with every lost answer; a page's version or an idempotency key tells when it comes again.</summary>
internal static class Outages
{
    private const int SqliteReadOnly = 8;
    private const int SqliteInputOutput = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqlServerTimeout = -2;
    private const int SqlServerFileFull = 1105;
    private const int SqlServerLogFull = 9002;
    private const int SqlServerReadOnly = 3906;

    /// <summary>From this class on, SQL Server ends the connection.</summary>
    private const byte SqlServerFatal = 20;

    /// <summary>The refusal that says it to a person; null for every other error.</summary>
    public static StoreUnavailableException? Of(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } => StoreUnavailableException.Full(exception),
        SqliteException { SqliteErrorCode: SqliteReadOnly } => StoreUnavailableException.ReadOnly(exception),
        SqliteException { SqliteErrorCode: SqliteInputOutput or SqliteCannotOpen } => StoreUnavailableException.Database(exception),
        PostgresException postgres => OfPostgres(postgres),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => StoreUnavailableException.Database(exception),
        SqlException { Number: SqlServerFileFull or SqlServerLogFull } => StoreUnavailableException.Full(exception),
        SqlException { Number: SqlServerReadOnly } => StoreUnavailableException.ReadOnly(exception),
        SqlException { Number: SqlServerTimeout } or SqlException { Class: >= SqlServerFatal } => StoreUnavailableException.Database(exception),
        StoreUnavailableException => null,
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    private static StoreUnavailableException? OfPostgres(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.DiskFull => StoreUnavailableException.Full(exception),
        PostgresErrorCodes.ReadOnlySqlTransaction => StoreUnavailableException.ReadOnly(exception),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DatabaseDropped => StoreUnavailableException.Database(exception),
        { } state when state.StartsWith("08", StringComparison.Ordinal) => StoreUnavailableException.Database(exception),
        _ => null,
    };
}
