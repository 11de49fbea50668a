using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Notices6Reconciliation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "DayReconciliations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    DepartmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DepartmentName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    There = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Sheet = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    NoticeId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    IssuedAt = table.Column<long>(type: "bigint", nullable: true),
                    Differences = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DayReconciliations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DayReconciliations_OfficialNotices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "OfficialNotices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_DayReconciliations_Organisations_DepartmentId",
                        column: x => x.DepartmentId,
                        principalTable: "Organisations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "EmbeddingSites",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Origins = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmbeddingSites", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EmbeddingSites_Organisations_Id",
                        column: x => x.Id,
                        principalTable: "Organisations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DayReconciliations_Day",
                table: "DayReconciliations",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_DayReconciliations_DepartmentId_Day",
                table: "DayReconciliations",
                columns: new[] { "DepartmentId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DayReconciliations_NoticeId",
                table: "DayReconciliations",
                column: "NoticeId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DayReconciliations");

            migrationBuilder.DropTable(
                name: "EmbeddingSites");
        }
    }
}
