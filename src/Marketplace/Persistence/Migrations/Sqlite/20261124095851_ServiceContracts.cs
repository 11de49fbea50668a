using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ServiceContracts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Seals_Agencies_AgencyId",
                table: "Seals");

            migrationBuilder.AlterColumn<Guid>(
                name: "ResultId",
                table: "SealUses",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<Guid>(
                name: "ContractId",
                table: "SealUses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ServiceContracts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProcurementNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ServiceItemName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgencyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", nullable: false),
                    Sides = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OfferedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReturnReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    SealLineMillimetres = table.Column<double>(type: "REAL", nullable: false),
                    SignUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    SignedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ServiceDeadline = table.Column<string>(type: "TEXT", nullable: true),
                    FileUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    FilingNumber = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    FiledAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceContracts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServiceContracts_Procurements_ProcurementId",
                        column: x => x.ProcurementId,
                        principalTable: "Procurements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceContracts_AgencyId",
                table: "ServiceContracts",
                column: "AgencyId");

            migrationBuilder.CreateIndex(
                name: "IX_ServiceContracts_FilingNumber",
                table: "ServiceContracts",
                column: "FilingNumber",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceContracts_Number",
                table: "ServiceContracts",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceContracts_OwnerId",
                table: "ServiceContracts",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_ServiceContracts_ProcurementId_AgencyId",
                table: "ServiceContracts",
                columns: new[] { "ProcurementId", "AgencyId" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Seals_Organisations_AgencyId",
                table: "Seals",
                column: "AgencyId",
                principalTable: "Organisations",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Seals_Organisations_AgencyId",
                table: "Seals");

            migrationBuilder.DropTable(
                name: "ServiceContracts");

            migrationBuilder.DropColumn(
                name: "ContractId",
                table: "SealUses");

            migrationBuilder.AlterColumn<Guid>(
                name: "ResultId",
                table: "SealUses",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Seals_Agencies_AgencyId",
                table: "Seals",
                column: "AgencyId",
                principalTable: "Agencies",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
