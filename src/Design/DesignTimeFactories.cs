using Market.Marketplace;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Market.Design;

// dotnet-ef asks these for a context; migrations need the provider, never a server.
internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteMarketplaceDbContext>
{
    public SqliteMarketplaceDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteMarketplaceDbContext>();
        options.UseMarketSqlite("Data Source=design.db");
        return new(options.Options);
    }
}

internal sealed class PostgreSqlFactory : IDesignTimeDbContextFactory<PostgreSqlMarketplaceDbContext>
{
    public PostgreSqlMarketplaceDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlMarketplaceDbContext>();
        options.UseMarketPostgreSql("Host=localhost;Database=design");
        return new(options.Options);
    }
}

internal sealed class SqlServerFactory : IDesignTimeDbContextFactory<SqlServerMarketplaceDbContext>
{
    public SqlServerMarketplaceDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerMarketplaceDbContext>();
        options.UseMarketSqlServer("Server=localhost;Database=design");
        return new(options.Options);
    }
}
