using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TaskProcurements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "TaskOrderId",
                table: "Procurements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_TaskOrderId",
                table: "Procurements",
                column: "TaskOrderId");

            migrationBuilder.AddForeignKey(
                name: "FK_Procurements_TaskOrders_TaskOrderId",
                table: "Procurements",
                column: "TaskOrderId",
                principalTable: "TaskOrders",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Procurements_TaskOrders_TaskOrderId",
                table: "Procurements");

            migrationBuilder.DropIndex(
                name: "IX_Procurements_TaskOrderId",
                table: "Procurements");

            migrationBuilder.DropColumn(
                name: "TaskOrderId",
                table: "Procurements");
        }
    }
}
