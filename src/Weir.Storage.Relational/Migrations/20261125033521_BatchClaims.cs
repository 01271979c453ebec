using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Relational.Migrations
{
    /// <inheritdoc />
    public partial class BatchClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "batch_claims",
                columns: table => new
                {
                    Batch = table.Column<string>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_batch_claims", x => x.Batch);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "batch_claims");
        }
    }
}
