using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class TaskOrderLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AnswerDueAt",
                table: "TaskOrders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClockTerms",
                table: "TaskOrders",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecisionDeadline",
                table: "TaskOrders",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Extensions",
                table: "TaskOrders",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<int>(
                name: "ExtraWorkingDays",
                table: "TaskOrders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "LastRung",
                table: "TaskOrders",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NextSweepAt",
                table: "TaskOrders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pauses",
                table: "TaskOrders",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<long>(
                name: "ReceivedAt",
                table: "TaskOrders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StopReason",
                table: "TaskOrders",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StoppedAt",
                table: "TaskOrders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WorkDonePercent",
                table: "TaskOrders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ClockTerms",
                table: "ApprovalCases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Deadline",
                table: "ApprovalCases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Decision",
                table: "ApprovalCases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastRung",
                table: "ApprovalCases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NextSweepAt",
                table: "ApprovalCases",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SpecialProcedures",
                table: "ApprovalCases",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "WithdrawalReason",
                table: "ApprovalCases",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CalendarEditions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    Edition = table.Column<int>(type: "integer", nullable: false),
                    Days = table.Column<string>(type: "text", nullable: false),
                    Status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProposedById = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ProposedAt = table.Column<long>(type: "bigint", nullable: false),
                    DecidedBy = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    Remark = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarEditions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Escalations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Clock = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Offset = table.Column<int>(type: "integer", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Card = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    HolderId = table.Column<Guid>(type: "uuid", nullable: true),
                    HolderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Escalations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TaskNeeds",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "uuid", nullable: false),
                    TaskOrderId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskNeeds", x => new { x.CaseId, x.TaskOrderId });
                    table.ForeignKey(
                        name: "FK_TaskNeeds_ApprovalCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "ApprovalCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TaskNeeds_TaskOrders_TaskOrderId",
                        column: x => x.TaskOrderId,
                        principalTable: "TaskOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TaskSupplements",
                columns: table => new
                {
                    TaskOrderId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileId = table.Column<Guid>(type: "uuid", nullable: false),
                    PauseId = table.Column<Guid>(type: "uuid", nullable: false),
                    HandedInAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskSupplements", x => new { x.TaskOrderId, x.FileId });
                    table.ForeignKey(
                        name: "FK_TaskSupplements_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TaskSupplements_TaskOrders_TaskOrderId",
                        column: x => x.TaskOrderId,
                        principalTable: "TaskOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TaskOrders_NextSweepAt",
                table: "TaskOrders",
                column: "NextSweepAt");

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalCases_NextSweepAt",
                table: "ApprovalCases",
                column: "NextSweepAt");

            migrationBuilder.CreateIndex(
                name: "IX_CalendarEditions_Year_Edition",
                table: "CalendarEditions",
                columns: new[] { "Year", "Edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_At",
                table: "Escalations",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_HolderId_At",
                table: "Escalations",
                columns: new[] { "HolderId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_SubjectId_Clock_DueOn_Offset",
                table: "Escalations",
                columns: new[] { "SubjectId", "Clock", "DueOn", "Offset" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TaskNeeds_TaskOrderId",
                table: "TaskNeeds",
                column: "TaskOrderId");

            migrationBuilder.CreateIndex(
                name: "IX_TaskSupplements_FileId",
                table: "TaskSupplements",
                column: "FileId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CalendarEditions");

            migrationBuilder.DropTable(
                name: "Escalations");

            migrationBuilder.DropTable(
                name: "TaskNeeds");

            migrationBuilder.DropTable(
                name: "TaskSupplements");

            migrationBuilder.DropIndex(
                name: "IX_TaskOrders_NextSweepAt",
                table: "TaskOrders");

            migrationBuilder.DropIndex(
                name: "IX_ApprovalCases_NextSweepAt",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "AnswerDueAt",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "ClockTerms",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "DecisionDeadline",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "Extensions",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "ExtraWorkingDays",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "LastRung",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "NextSweepAt",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "Pauses",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "ReceivedAt",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "StopReason",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "StoppedAt",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "WorkDonePercent",
                table: "TaskOrders");

            migrationBuilder.DropColumn(
                name: "ClockTerms",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "Deadline",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "Decision",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "LastRung",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "NextSweepAt",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "SpecialProcedures",
                table: "ApprovalCases");

            migrationBuilder.DropColumn(
                name: "WithdrawalReason",
                table: "ApprovalCases");
        }
    }
}
