using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Ratings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Ratings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TaskOrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TaskOrderNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ServiceItemCode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ServiceItemName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RaterId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RaterName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RatedId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RatedName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Stars = table.Column<string>(type: "TEXT", nullable: false),
                    Tenths = table.Column<int>(type: "INTEGER", nullable: false),
                    Comment = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    AppealUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Appeal = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Ratings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Ratings_TaskOrders_TaskOrderId",
                        column: x => x.TaskOrderId,
                        principalTable: "TaskOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Number",
                table: "Ratings",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_RatedId_At",
                table: "Ratings",
                columns: new[] { "RatedId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_RaterId_At",
                table: "Ratings",
                columns: new[] { "RaterId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Status_At",
                table: "Ratings",
                columns: new[] { "Status", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_TaskOrderId_Side",
                table: "Ratings",
                columns: new[] { "TaskOrderId", "Side" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Ratings");
        }
    }
}
