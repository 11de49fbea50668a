using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SecondRounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "BidsUntil",
                table: "TaskOrders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "CeilingAmount",
                table: "Panels",
                type: "decimal(18,4)",
                precision: 18,
                scale: 4,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SecondRounds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    PanelId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PanelName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    FrameworkAgreementNumber = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    TaskOrderId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TaskOrderNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ServiceItemName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ServiceItemCode = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    ProjectName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    LimitWorkingDays = table.Column<int>(type: "int", nullable: false),
                    CeilingAmount = table.Column<decimal>(type: "decimal(18,4)", precision: 18, scale: 4, nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: false),
                    BidsUntil = table.Column<long>(type: "bigint", nullable: false),
                    Deadline = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    BidCount = table.Column<int>(type: "int", nullable: false),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    Members = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Ruling = table.Column<string>(type: "nvarchar(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecondRounds", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SecondRounds_Panels_PanelId",
                        column: x => x.PanelId,
                        principalTable: "Panels",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SecondRounds_TaskOrders_TaskOrderId",
                        column: x => x.TaskOrderId,
                        principalTable: "TaskOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SecondRoundBids",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RoundId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SealedAmount = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecondRoundBids", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SecondRoundBids_Agencies_AgencyId",
                        column: x => x.AgencyId,
                        principalTable: "Agencies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SecondRoundBids_SecondRounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "SecondRounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SecondRoundBids_AgencyId",
                table: "SecondRoundBids",
                column: "AgencyId");

            migrationBuilder.CreateIndex(
                name: "IX_SecondRoundBids_Number",
                table: "SecondRoundBids",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SecondRoundBids_RoundId_AgencyId",
                table: "SecondRoundBids",
                columns: new[] { "RoundId", "AgencyId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SecondRounds_Number",
                table: "SecondRounds",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SecondRounds_OpenedAt",
                table: "SecondRounds",
                column: "OpenedAt");

            migrationBuilder.CreateIndex(
                name: "IX_SecondRounds_PanelId",
                table: "SecondRounds",
                column: "PanelId");

            migrationBuilder.CreateIndex(
                name: "IX_SecondRounds_Status_BidsUntil",
                table: "SecondRounds",
                columns: new[] { "Status", "BidsUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_SecondRounds_TaskOrderId_PanelId",
                table: "SecondRounds",
                columns: new[] { "TaskOrderId", "PanelId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SecondRoundBids");

            migrationBuilder.DropTable(
                name: "SecondRounds");

            migrationBuilder.DropColumn(
                name: "BidsUntil",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "CeilingAmount",
                table: "Panels");
        }
    }
}
