using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ProcurementId",
                table: "InboxItems",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AwardBars",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProcurementId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Points = table.Column<int>(type: "INTEGER", nullable: false)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ProjectName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ServiceItemId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ServiceItemName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ServiceItemCode = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RepeatsId = table.Column<Guid>(type: "TEXT", nullable: true),
                    EarlierFailures = table.Column<int>(type: "INTEGER", nullable: false),
                    RulePackCode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SignUpUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    SignUpDeadline = table.Column<string>(type: "TEXT", nullable: true),
                    SignUpCount = table.Column<int>(type: "INTEGER", nullable: false),
                    DrawId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    PublicityUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    AwardedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ContractDueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WinnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    WinnerName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Revisions = table.Column<string>(type: "TEXT", nullable: false),
                    Objections = table.Column<string>(type: "TEXT", nullable: false),
                    NextStepAt = table.Column<long>(type: "INTEGER", nullable: true)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WitnessId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Plan = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Contributions = table.Column<string>(type: "TEXT", nullable: false),
                    Pool = table.Column<string>(type: "TEXT", nullable: false),
                    PoolHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    FrozenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OutsideValue = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    OutsideCitation = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Parts = table.Column<string>(type: "TEXT", nullable: false),
                    Seed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Picks = table.Column<string>(type: "TEXT", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true)
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SealedContent = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false)
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
                unique: true);

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
