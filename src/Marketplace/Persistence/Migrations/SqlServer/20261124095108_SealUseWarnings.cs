using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SealUseWarnings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Practitioners_RegistrationNumber",
                table: "Practitioners");

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "ServiceItems",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "WarningCodes",
                table: "SealUses",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WarnedDays",
                table: "Qualifications",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Procurements",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "HeldNumber",
                table: "Practitioners",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LeftOn",
                table: "Practitioners",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Notices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "AgencyId",
                table: "LedgerEntries",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AgencyId",
                table: "InboxItems",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SearchKey",
                table: "Agencies",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Admissions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    CreditCode = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Dossier = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    InForce = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    RegisteredAt = table.Column<long>(type: "bigint", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    CheckDueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    PublicityDeadline = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    StatedReason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    SuspendedUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    PleaDeadline = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Plea = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    DecisionNumber = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Admissions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Admissions_Organisations_Id",
                        column: x => x.Id,
                        principalTable: "Organisations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AgencyTallies",
                columns: table => new
                {
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Done = table.Column<int>(type: "int", nullable: false),
                    OnTime = table.Column<int>(type: "int", nullable: false),
                    FirstPass = table.Column<int>(type: "int", nullable: false),
                    Running = table.Column<int>(type: "int", nullable: false),
                    Ratings = table.Column<int>(type: "int", nullable: false),
                    RatingTenths = table.Column<int>(type: "int", nullable: false),
                    Awards = table.Column<int>(type: "int", nullable: false),
                    AwardThousandths = table.Column<int>(type: "int", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false)
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
                    Term = table.Column<long>(type: "bigint", nullable: false),
                    Document = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchTerms", x => new { x.Term, x.Document });
                });

            migrationBuilder.CreateTable(
                name: "AdmissionPapers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AdmissionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    EntryKey = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(260)", maxLength: 260, nullable: false),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    AttachedAt = table.Column<long>(type: "bigint", nullable: false),
                    CheckedAt = table.Column<long>(type: "bigint", nullable: true),
                    ErasedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AdmissionPapers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AdmissionPapers_Admissions_AdmissionId",
                        column: x => x.AdmissionId,
                        principalTable: "Admissions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AdmissionSubmissions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AdmissionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    IsChange = table.Column<bool>(type: "bit", nullable: false),
                    Dossier = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    SubmittedAt = table.Column<long>(type: "bigint", nullable: false),
                    Deadline = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Result = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    Reasons = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AdmissionSubmissions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AdmissionSubmissions_Admissions_AdmissionId",
                        column: x => x.AdmissionId,
                        principalTable: "Admissions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "IX_Practitioners_HeldNumber",
                table: "Practitioners",
                column: "HeldNumber",
                unique: true,
                filter: "[HeldNumber] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Practitioners_RegistrationNumber",
                table: "Practitioners",
                column: "RegistrationNumber");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_SearchKey",
                table: "Notices",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_AgencyId_At",
                table: "LedgerEntries",
                columns: new[] { "AgencyId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Agencies_SearchKey",
                table: "Agencies",
                column: "SearchKey");

            migrationBuilder.CreateIndex(
                name: "IX_AdmissionPapers_AdmissionId",
                table: "AdmissionPapers",
                column: "AdmissionId");

            migrationBuilder.CreateIndex(
                name: "IX_AdmissionPapers_FileId",
                table: "AdmissionPapers",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_Admissions_Status",
                table: "Admissions",
                column: "Status");

            migrationBuilder.CreateIndex(
                name: "IX_AdmissionSubmissions_AdmissionId_Number",
                table: "AdmissionSubmissions",
                columns: new[] { "AdmissionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AgencyTallies_ChangedAt",
                table: "AgencyTallies",
                column: "ChangedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AdmissionPapers");

            migrationBuilder.DropTable(
                name: "AdmissionSubmissions");

            migrationBuilder.DropTable(
                name: "AgencyTallies");

            migrationBuilder.DropTable(
                name: "SearchTerms");

            migrationBuilder.DropTable(
                name: "Admissions");

            migrationBuilder.DropIndex(
                name: "IX_ServiceItems_SearchKey",
                table: "ServiceItems");

            migrationBuilder.DropIndex(
                name: "IX_Procurements_SearchKey",
                table: "Procurements");

            migrationBuilder.DropIndex(
                name: "IX_Practitioners_HeldNumber",
                table: "Practitioners");

            migrationBuilder.DropIndex(
                name: "IX_Practitioners_RegistrationNumber",
                table: "Practitioners");

            migrationBuilder.DropIndex(
                name: "IX_Notices_SearchKey",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_AgencyId_At",
                table: "LedgerEntries");

            migrationBuilder.DropIndex(
                name: "IX_Agencies_SearchKey",
                table: "Agencies");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "ServiceItems");

            migrationBuilder.DropColumn(
                name: "WarningCodes",
                table: "SealUses");

            migrationBuilder.DropColumn(
                name: "WarnedDays",
                table: "Qualifications");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Procurements");

            migrationBuilder.DropColumn(
                name: "HeldNumber",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "LeftOn",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "AgencyId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "AgencyId",
                table: "InboxItems");

            migrationBuilder.DropColumn(
                name: "SearchKey",
                table: "Agencies");

            migrationBuilder.CreateIndex(
                name: "IX_Practitioners_RegistrationNumber",
                table: "Practitioners",
                column: "RegistrationNumber",
                unique: true);
        }
    }
}
