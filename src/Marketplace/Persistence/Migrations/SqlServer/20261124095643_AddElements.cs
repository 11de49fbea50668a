using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddElements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "AreElementsSealed",
                table: "Results",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ElementsText",
                table: "Results",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ElementDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    TaskOrderId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Values = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ElementDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ElementDrafts_TaskOrders_TaskOrderId",
                        column: x => x.TaskOrderId,
                        principalTable: "TaskOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ElementDrafts_TaskOrderId",
                table: "ElementDrafts",
                column: "TaskOrderId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ElementDrafts");

            migrationBuilder.DropColumn(
                name: "AreElementsSealed",
                table: "Results");

            migrationBuilder.DropColumn(
                name: "ElementsText",
                table: "Results");
        }
    }
}
