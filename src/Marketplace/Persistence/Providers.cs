using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Persistence;

/// <summary>The databases that are supported.</summary>
public enum DatabaseProvider
{
    /// <summary>The embedded default: one node.</summary>
    Sqlite,

    /// <summary>PostgreSQL, without extensions.</summary>
    PostgreSql,

    /// <summary>Microsoft SQL Server.</summary>
    SqlServer,
}

/// <summary>The model with the migrations for SQLite.</summary>
public sealed class SqliteMarketplaceDbContext(DbContextOptions<SqliteMarketplaceDbContext> options) : MarketplaceDbContext(options);

/// <summary>The model with the migrations for PostgreSQL.</summary>
public sealed class PostgreSqlMarketplaceDbContext(DbContextOptions<PostgreSqlMarketplaceDbContext> options) : MarketplaceDbContext(options);

/// <summary>The model with the migrations for SQL Server.</summary>
public sealed class SqlServerMarketplaceDbContext(DbContextOptions<SqlServerMarketplaceDbContext> options) : MarketplaceDbContext(options);
