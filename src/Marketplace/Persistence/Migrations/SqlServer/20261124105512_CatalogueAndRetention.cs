using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class CatalogueAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ErasedAt",
                table: "StoredFiles",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsDropped",
                table: "StoredFiles",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "OffListReports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ApprovalItem = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Facts = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    Contact = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ReportedAt = table.Column<long>(type: "bigint", nullable: false),
                    Answer = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    AnsweredAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OffListReports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ProvinceRecords",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Reference = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Value = table.Column<decimal>(type: "decimal(18,4)", precision: 18, scale: 4, nullable: true),
                    On = table.Column<DateOnly>(type: "date", nullable: false),
                    ImportedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProvinceRecords", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_StoredFiles_ErasedAt",
                table: "StoredFiles",
                column: "ErasedAt");

            migrationBuilder.CreateIndex(
                name: "IX_OffListReports_Number",
                table: "OffListReports",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProvinceRecords_Kind_AgencyId_Reference",
                table: "ProvinceRecords",
                columns: new[] { "Kind", "AgencyId", "Reference" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OffListReports");

            migrationBuilder.DropTable(
                name: "ProvinceRecords");

            migrationBuilder.DropIndex(
                name: "IX_StoredFiles_ErasedAt",
                table: "StoredFiles");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "StoredFiles");

            migrationBuilder.DropColumn(
                name: "IsDropped",
                table: "StoredFiles");
        }
    }
}
