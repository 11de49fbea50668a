using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Market.Marketplace.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Successions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "ApprovalItems",
                table: "Successions",
                newName: "Numbers");

            migrationBuilder.AddColumn<Guid>(
                name: "ActId",
                table: "Successions",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<int>(
                name: "Connections",
                table: "Successions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "DecidedAt",
                table: "Successions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "Successions",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "EndsFormer",
                table: "Successions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "EnteredById",
                table: "Successions",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<bool>(
                name: "IsConfirmed",
                table: "Successions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Items",
                table: "Successions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_Successions_ActId",
                table: "Successions",
                column: "ActId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Successions_ActId",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "ActId",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "Connections",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "EndsFormer",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "EnteredById",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "IsConfirmed",
                table: "Successions");

            migrationBuilder.DropColumn(
                name: "Items",
                table: "Successions");

            migrationBuilder.RenameColumn(
                name: "Numbers",
                table: "Successions",
                newName: "ApprovalItems");
        }
    }
}
