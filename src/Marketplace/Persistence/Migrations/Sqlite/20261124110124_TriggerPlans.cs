using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TriggerPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_TriggerRules_Code",
                table: "TriggerRules");

            migrationBuilder.AddColumn<int>(
                name: "Edition",
                table: "TriggerRules",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Plan",
                table: "TriggerRules",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RetiredAt",
                table: "TriggerRules",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "Amount",
                table: "TaskOrders",
                type: "TEXT",
                precision: 18,
                scale: 4,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ContractNumber",
                table: "TaskOrders",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsOwnersChoice",
                table: "TaskOrders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "LimitClass",
                table: "TaskOrders",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Position",
                table: "TaskOrders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "JoinedAt",
                table: "TaskGroups",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Plan",
                table: "TaskGroups",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CorrectionRequest",
                table: "ApprovalCases",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Timers",
                table: "ApprovalCases",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.CreateTable(
                name: "CaseSteps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GroupId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LeadId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DepartmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DepartmentName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Deadline = table.Column<string>(type: "TEXT", nullable: true),
                    PublicUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    MeetsOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Attendees = table.Column<string>(type: "TEXT", nullable: false),
                    Opinion = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Rectifications = table.Column<string>(type: "TEXT", nullable: false),
                    Remarks = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NextSweepAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastRung = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CaseSteps_ApprovalCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "ApprovalCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseSteps_TaskGroups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "TaskGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TriggerRules_Code_Edition",
                table: "TriggerRules",
                columns: new[] { "Code", "Edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TaskGroups_CaseId",
                table: "TaskGroups",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseSteps_CaseId",
                table: "CaseSteps",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseSteps_DepartmentId_Status",
                table: "CaseSteps",
                columns: new[] { "DepartmentId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseSteps_GroupId",
                table: "CaseSteps",
                column: "GroupId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseSteps_NextSweepAt",
                table: "CaseSteps",
                column: "NextSweepAt");

            migrationBuilder.CreateIndex(
                name: "IX_CaseSteps_Number",
                table: "CaseSteps",
                column: "Number",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseSteps");

            migrationBuilder.DropIndex(
                name: "IX_TriggerRules_Code_Edition",
                table: "TriggerRules");

            migrationBuilder.DropIndex(
                name: "IX_TaskGroups_CaseId",
                table: "TaskGroups");

            migrationBuilder.DropColumn(
                name: "Edition",
                table: "TriggerRules");

            migrationBuilder.DropColumn(
                name: "Plan",
                table: "TriggerRules");

            migrationBuilder.DropColumn(
                name: "RetiredAt",
                table: "TriggerRules");

            migrationBuilder.DropColumn(
                name: "Amount",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "ContractNumber",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "IsOwnersChoice",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "LimitClass",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "JoinedAt",
                table: "TaskGroups");

            migrationBuilder.DropColumn(
                name: "Plan",
                table: "TaskGroups");

            migrationBuilder.DropColumn(
                name: "CorrectionRequest",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "Timers",
                table: "ApprovalCases");

            migrationBuilder.CreateIndex(
                name: "IX_TriggerRules_Code",
                table: "TriggerRules",
                column: "Code",
                unique: true);
        }
    }
}
