using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.PostgreSql
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
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "ContractId",
                table: "SealUses",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ServiceContracts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProcurementId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProcurementNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ServiceItemName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    AgencyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Terms = table.Column<string>(type: "text", nullable: false),
                    Sides = table.Column<string>(type: "text", nullable: false),
                    Status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    OfferedAt = table.Column<long>(type: "bigint", nullable: false),
                    ReturnReason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    AgreedAt = table.Column<long>(type: "bigint", nullable: true),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    SealLineMillimetres = table.Column<double>(type: "double precision", nullable: false),
                    SignUntil = table.Column<long>(type: "bigint", nullable: false),
                    SignedAt = table.Column<long>(type: "bigint", nullable: true),
                    ServiceDeadline = table.Column<string>(type: "text", nullable: true),
                    FileUntil = table.Column<long>(type: "bigint", nullable: true),
                    FilingNumber = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    FiledAt = table.Column<long>(type: "bigint", nullable: true)
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
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
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
