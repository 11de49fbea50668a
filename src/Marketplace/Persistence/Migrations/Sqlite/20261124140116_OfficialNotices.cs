using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OfficialNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DoneAt_NextAttemptAt",
                table: "OutboxMessages");

            migrationBuilder.AddColumn<int>(
                name: "Rank",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "AgencyId",
                table: "OfficialNotices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SignatoryCode",
                table: "OfficialNotices",
                type: "TEXT",
                maxLength: 18,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SignatoryId",
                table: "OfficialNotices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DoneAt_Rank_NextAttemptAt",
                table: "OutboxMessages",
                columns: new[] { "DoneAt", "Rank", "NextAttemptAt" });

            migrationBuilder.CreateIndex(
                name: "IX_OfficialNotices_AgencyId",
                table: "OfficialNotices",
                column: "AgencyId");

            migrationBuilder.CreateIndex(
                name: "IX_OfficialNotices_CaseId",
                table: "OfficialNotices",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_OfficialNotices_SignatoryId",
                table: "OfficialNotices",
                column: "SignatoryId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DoneAt_Rank_NextAttemptAt",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OfficialNotices_AgencyId",
                table: "OfficialNotices");

            migrationBuilder.DropIndex(
                name: "IX_OfficialNotices_CaseId",
                table: "OfficialNotices");

            migrationBuilder.DropIndex(
                name: "IX_OfficialNotices_SignatoryId",
                table: "OfficialNotices");

            migrationBuilder.DropColumn(
                name: "Rank",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "AgencyId",
                table: "OfficialNotices");

            migrationBuilder.DropColumn(
                name: "SignatoryCode",
                table: "OfficialNotices");

            migrationBuilder.DropColumn(
                name: "SignatoryId",
                table: "OfficialNotices");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DoneAt_NextAttemptAt",
                table: "OutboxMessages",
                columns: new[] { "DoneAt", "NextAttemptAt" });
        }
    }
}
