using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SealCustody : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SealUses_SealId",
                table: "SealUses");

            migrationBuilder.DropIndex(
                name: "IX_Seals_Number",
                table: "Seals");

            migrationBuilder.RenameColumn(
                name: "Keepers",
                table: "Seals",
                newName: "Appearance");

            migrationBuilder.AddColumn<string>(
                name: "ApplicationNumber",
                table: "SealUses",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AppliedBy",
                table: "SealUses",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApprovedBy",
                table: "SealUses",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ChangedAt",
                table: "Seals",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Edition",
                table: "Seals",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "LossReason",
                table: "Seals",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LossReportedAt",
                table: "Seals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LossReportedBy",
                table: "Seals",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LostSince",
                table: "Seals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RegisteredAt",
                table: "Seals",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacesId",
                table: "Seals",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SuspendedAt",
                table: "Seals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "SuspendedByOperator",
                table: "Seals",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "SuspensionReason",
                table: "Seals",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WarnedDays",
                table: "Seals",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SealId",
                table: "LedgerEntries",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SealId",
                table: "InboxItems",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SealApplications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AgencyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ResultId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    StepOrder = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    AppliedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppliedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    AppliedAt = table.Column<long>(type: "bigint", nullable: false),
                    DecidedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    DecisionReason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    UsedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealApplications", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SealApplications_Results_ResultId",
                        column: x => x.ResultId,
                        principalTable: "Results",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SealKeepings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SealId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UserId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UserName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: true),
                    InPlaceOf = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    InPlaceOfName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    GrantedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    GrantedAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    EndReason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealKeepings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SealKeepings_Seals_SealId",
                        column: x => x.SealId,
                        principalTable: "Seals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_AgencyId_At",
                table: "SealUses",
                columns: new[] { "AgencyId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_SealId_At",
                table: "SealUses",
                columns: new[] { "SealId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Seals_Number_Edition",
                table: "Seals",
                columns: new[] { "Number", "Edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LedgerEntries_SealId_At",
                table: "LedgerEntries",
                columns: new[] { "SealId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SealApplications_AgencyId_Status",
                table: "SealApplications",
                columns: new[] { "AgencyId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_SealApplications_Number",
                table: "SealApplications",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SealApplications_ResultId",
                table: "SealApplications",
                column: "ResultId");

            migrationBuilder.CreateIndex(
                name: "IX_SealKeepings_SealId",
                table: "SealKeepings",
                column: "SealId");

            migrationBuilder.CreateIndex(
                name: "IX_SealKeepings_UserId",
                table: "SealKeepings",
                column: "UserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SealApplications");

            migrationBuilder.DropTable(
                name: "SealKeepings");

            migrationBuilder.DropIndex(
                name: "IX_SealUses_AgencyId_At",
                table: "SealUses");

            migrationBuilder.DropIndex(
                name: "IX_SealUses_SealId_At",
                table: "SealUses");

            migrationBuilder.DropIndex(
                name: "IX_Seals_Number_Edition",
                table: "Seals");

            migrationBuilder.DropIndex(
                name: "IX_LedgerEntries_SealId_At",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "ApplicationNumber",
                table: "SealUses");

            migrationBuilder.DropColumn(
                name: "AppliedBy",
                table: "SealUses");

            migrationBuilder.DropColumn(
                name: "ApprovedBy",
                table: "SealUses");

            migrationBuilder.DropColumn(
                name: "ChangedAt",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "Edition",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "LossReason",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "LossReportedAt",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "LossReportedBy",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "LostSince",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "RegisteredAt",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "ReplacesId",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "SuspendedAt",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "SuspendedByOperator",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "SuspensionReason",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "WarnedDays",
                table: "Seals");

            migrationBuilder.DropColumn(
                name: "SealId",
                table: "LedgerEntries");

            migrationBuilder.DropColumn(
                name: "SealId",
                table: "InboxItems");

            migrationBuilder.RenameColumn(
                name: "Appearance",
                table: "Seals",
                newName: "Keepers");

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_SealId",
                table: "SealUses",
                column: "SealId");

            migrationBuilder.CreateIndex(
                name: "IX_Seals_Number",
                table: "Seals",
                column: "Number",
                unique: true);
        }
    }
}
