using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Procurements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ProcurementId",
                table: "LedgerEntries",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ProcurementId",
                table: "InboxItems",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AwardBars",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ProcurementId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false),
                    Points = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AwardBars", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AwardBars_Agencies_AgencyId",
                        column: x => x.AgencyId,
                        principalTable: "Agencies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Procurements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OwnerName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ProjectName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ServiceItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ServiceItemName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ServiceItemCode = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Terms = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    RepeatsId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    EarlierFailures = table.Column<int>(type: "int", nullable: false),
                    RulePackCode = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    SignUpUntil = table.Column<long>(type: "bigint", nullable: true),
                    SignUpDeadline = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    SignUpCount = table.Column<int>(type: "int", nullable: false),
                    DrawId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    PublicityUntil = table.Column<long>(type: "bigint", nullable: true),
                    AwardedAt = table.Column<long>(type: "bigint", nullable: true),
                    ContractDueAt = table.Column<long>(type: "bigint", nullable: true),
                    WinnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    WinnerName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    EndReason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Revisions = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Objections = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    NextStepAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Procurements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Procurements_Organisations_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "Organisations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Draws",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WitnessId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Title = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    Plan = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Contributions = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Pool = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    PoolHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    FrozenAt = table.Column<long>(type: "bigint", nullable: true),
                    OutsideValue = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    OutsideCitation = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Parts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Seed = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    Picks = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Draws", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Draws_Procurements_ProcurementId",
                        column: x => x.ProcurementId,
                        principalTable: "Procurements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SignUps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SealedContent = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignUps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SignUps_Agencies_AgencyId",
                        column: x => x.AgencyId,
                        principalTable: "Agencies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SignUps_Procurements_ProcurementId",
                        column: x => x.ProcurementId,
                        principalTable: "Procurements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_ProcurementId_At",
                table: "LedgerEntries",
                columns: new[] { "ProcurementId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AwardBars_AgencyId_Until",
                table: "AwardBars",
                columns: new[] { "AgencyId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Draws_Number",
                table: "Draws",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Draws_ProcurementId_PoolHash",
                table: "Draws",
                columns: new[] { "ProcurementId", "PoolHash" },
                unique: true,
                filter: "[PoolHash] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Draws_Status_FinishedAt",
                table: "Draws",
                columns: new[] { "Status", "FinishedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_NextStepAt",
                table: "Procurements",
                column: "NextStepAt");

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_Number",
                table: "Procurements",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_OwnerId",
                table: "Procurements",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_Status_PublishedAt",
                table: "Procurements",
                columns: new[] { "Status", "PublishedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Procurements_WinnerId",
                table: "Procurements",
                column: "WinnerId");

            migrationBuilder.CreateIndex(
                name: "IX_SignUps_AgencyId",
                table: "SignUps",
                column: "AgencyId");

            migrationBuilder.CreateIndex(
                name: "IX_SignUps_Number",
                table: "SignUps",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignUps_ProcurementId_AgencyId",
                table: "SignUps",
                columns: new[] { "ProcurementId", "AgencyId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AwardBars");

            migrationBuilder.DropTable(
                name: "Draws");

            migrationBuilder.DropTable(
                name: "SignUps");

            migrationBuilder.DropTable(
                name: "Procurements");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_ProcurementId_At",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "ProcurementId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "ProcurementId",
                table: "InboxItems");
        }
    }
}
