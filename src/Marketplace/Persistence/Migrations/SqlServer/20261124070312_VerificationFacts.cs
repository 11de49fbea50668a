using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class VerificationFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Later",
                table: "Results",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReverifiedAt",
                table: "Results",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DriftFindings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ResultId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DepartmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    VerdictThen = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Now = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    VerdictNow = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    FoundAt = table.Column<long>(type: "bigint", nullable: false),
                    SeenAt = table.Column<long>(type: "bigint", nullable: false),
                    SettledAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DriftFindings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DriftFindings_Results_ResultId",
                        column: x => x.ResultId,
                        principalTable: "Results",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ResultReferences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ResultId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReferredBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResultReferences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ResultReferences_ApprovalCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "ApprovalCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ResultReferences_Results_ResultId",
                        column: x => x.ResultId,
                        principalTable: "Results",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TrustAnchors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Purpose = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Certificate = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    CertificateTo = table.Column<long>(type: "bigint", nullable: false),
                    Status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Grounds = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ProposedByName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ProposedAt = table.Column<long>(type: "bigint", nullable: false),
                    DecidedByName = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    TrustedFrom = table.Column<long>(type: "bigint", nullable: true),
                    TrustedUntil = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrustAnchors", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Results_Status_ReverifiedAt",
                table: "Results",
                columns: new[] { "Status", "ReverifiedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DriftFindings_DepartmentId_SettledAt_FoundAt",
                table: "DriftFindings",
                columns: new[] { "DepartmentId", "SettledAt", "FoundAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DriftFindings_ResultId_SettledAt",
                table: "DriftFindings",
                columns: new[] { "ResultId", "SettledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ResultReferences_CaseId",
                table: "ResultReferences",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_ResultReferences_ResultId_CaseId",
                table: "ResultReferences",
                columns: new[] { "ResultId", "CaseId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrustAnchors_Purpose_Sha256",
                table: "TrustAnchors",
                columns: new[] { "Purpose", "Sha256" });

            migrationBuilder.CreateIndex(
                name: "IX_TrustAnchors_Status",
                table: "TrustAnchors",
                column: "Status");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DriftFindings");

            migrationBuilder.DropTable(
                name: "ResultReferences");

            migrationBuilder.DropTable(
                name: "TrustAnchors");

            migrationBuilder.DropIndex(
                name: "IX_Results_Status_ReverifiedAt",
                table: "Results");

            migrationBuilder.DropColumn(
                name: "Later",
                table: "Results");

            migrationBuilder.DropColumn(
                name: "ReverifiedAt",
                table: "Results");
        }
    }
}
