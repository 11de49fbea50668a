using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ShopWindow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "ServiceItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Procurements",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Notices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Agencies",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "AgencyTallies",
                columns: table => new
                {
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Done = table.Column<int>(type: "INTEGER", nullable: false),
                    OnTime = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstPass = table.Column<int>(type: "INTEGER", nullable: false),
                    Running = table.Column<int>(type: "INTEGER", nullable: false),
                    Ratings = table.Column<int>(type: "INTEGER", nullable: false),
                    RatingTenths = table.Column<int>(type: "INTEGER", nullable: false),
                    Awards = table.Column<int>(type: "INTEGER", nullable: false),
                    AwardThousandths = table.Column<int>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AgencyTallies", x => x.AgencyId);
                    table.ForeignKey(
                        name: "FK_AgencyTallies_Agencies_AgencyId",
                        column: x => x.AgencyId,
                        principalTable: "Agencies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SearchTerms",
                columns: table => new
                {
                    Term = table.Column<long>(type: "INTEGER", nullable: false),
                    Document = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchTerms", x => new { x.Term, x.Document });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceItems_SearchKey",
                table: "ServiceItems",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_SearchKey",
                table: "Procurements",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_SearchKey",
                table: "Notices",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_Agencies_SearchKey",
                table: "Agencies",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_AgencyTallies_ChangedAt",
                table: "AgencyTallies",
                column: "ChangedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AgencyTallies");

            migrationBuilder.DropTable(
                name: "SearchTerms");

            migrationBuilder.DropIndex(
                name: "IX_ServiceItems_SearchKey",
                table: "ServiceItems");

            migrationBuilder.DropIndex(
                name: "IX_Procurements_SearchKey",
                table: "Procurements");

            migrationBuilder.DropIndex(
                name: "IX_Notices_SearchKey",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Agencies_SearchKey",
                table: "Agencies");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "ServiceItems");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Procurements");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Agencies");
        }
    }
}
