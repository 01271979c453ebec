using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Relational.Migrations
{
    /// <inheritdoc />
    public partial class DashboardSchedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dashboard_schedules",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    DashboardId = table.Column<string>(type: "TEXT", nullable: false),
                    WorkspaceId = table.Column<string>(type: "TEXT", nullable: false),
                    CreatorId = table.Column<string>(type: "TEXT", nullable: false),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: false),
                    Cron = table.Column<string>(type: "TEXT", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", nullable: false),
                    IsPaused = table.Column<bool>(type: "INTEGER", nullable: false),
                    Format = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    CreateTime = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdateTime = table.Column<DateTime>(type: "TEXT", nullable: false),
                    NextRunTime = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastRunTime = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastRunStatus = table.Column<string>(type: "TEXT", nullable: true),
                    LastRunMessage = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dashboard_schedules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_dashboard_schedules_dashboards_DashboardId",
                        column: x => x.DashboardId,
                        principalTable: "dashboards",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "schedule_subscriptions",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    ScheduleId = table.Column<string>(type: "TEXT", nullable: false),
                    CreatorId = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "TEXT", nullable: true),
                    AllowPrivateAddress = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreateTime = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedule_subscriptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_schedule_subscriptions_dashboard_schedules_ScheduleId",
                        column: x => x.ScheduleId,
                        principalTable: "dashboard_schedules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_dashboard_schedules_DashboardId",
                table: "dashboard_schedules",
                column: "DashboardId");

            migrationBuilder.CreateIndex(
                name: "IX_dashboard_schedules_NextRunTime",
                table: "dashboard_schedules",
                column: "NextRunTime");

            migrationBuilder.CreateIndex(
                name: "IX_schedule_subscriptions_ScheduleId_Kind_Target",
                table: "schedule_subscriptions",
                columns: new[] { "ScheduleId", "Kind", "Target" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "schedule_subscriptions");

            migrationBuilder.DropTable(
                name: "dashboard_schedules");
        }
    }
}
