using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Relational.Migrations
{
    /// <inheritdoc />
    public partial class Principals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_principals_Name",
                table: "principals");

            migrationBuilder.AddColumn<DateTime>(
                name: "CreationTime",
                table: "workspaces",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "CreatorId",
                table: "tokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LastUsedTime",
                table: "tokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Scopes",
                table: "tokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CreationTime",
                table: "principals",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "DisplayName",
                table: "principals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Email",
                table: "principals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "principals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FamilyName",
                table: "principals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GivenName",
                table: "principals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsDeactivated",
                table: "principals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "LastUpdatedTime",
                table: "principals",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "group_members",
                columns: table => new
                {
                    GroupId = table.Column<string>(type: "TEXT", nullable: false),
                    MemberId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_group_members", x => new { x.GroupId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_group_members_principals_GroupId",
                        column: x => x.GroupId,
                        principalTable: "principals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_group_members_principals_MemberId",
                        column: x => x.MemberId,
                        principalTable: "principals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "workspace_assignments",
                columns: table => new
                {
                    WorkspaceId = table.Column<string>(type: "TEXT", nullable: false),
                    PrincipalId = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workspace_assignments", x => new { x.WorkspaceId, x.PrincipalId });
                    table.ForeignKey(
                        name: "FK_workspace_assignments_principals_PrincipalId",
                        column: x => x.PrincipalId,
                        principalTable: "principals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_workspace_assignments_workspaces_WorkspaceId",
                        column: x => x.WorkspaceId,
                        principalTable: "workspaces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_principals_Type_Name",
                table: "principals",
                columns: new[] { "Type", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_group_members_MemberId",
                table: "group_members",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_workspace_assignments_PrincipalId",
                table: "workspace_assignments",
                column: "PrincipalId");

            // Whoever could work in the workspace still can.
            migrationBuilder.Sql("INSERT INTO workspace_assignments (WorkspaceId, PrincipalId, Role) SELECT workspaces.Id, principals.Id, 'User' FROM workspaces, principals WHERE NOT principals.IsAccountAdmin");
            migrationBuilder.Sql("UPDATE workspaces SET CreationTime = datetime('now')");
            migrationBuilder.Sql("UPDATE principals SET CreationTime = datetime('now'), LastUpdatedTime = datetime('now')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "group_members");

            migrationBuilder.DropTable(
                name: "workspace_assignments");

            migrationBuilder.DropIndex(
                name: "IX_principals_Type_Name",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "CreationTime",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "CreatorId",
                table: "tokens");

            migrationBuilder.DropColumn(
                name: "LastUsedTime",
                table: "tokens");

            migrationBuilder.DropColumn(
                name: "Scopes",
                table: "tokens");

            migrationBuilder.DropColumn(
                name: "CreationTime",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "DisplayName",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "Email",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "FamilyName",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "GivenName",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "IsDeactivated",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "LastUpdatedTime",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "accounts");

            migrationBuilder.CreateIndex(
                name: "IX_principals_Name",
                table: "principals",
                column: "Name",
                unique: true);
        }
    }
}
