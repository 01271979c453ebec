using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

/// <summary>The control plane's database. One model; each engine has its own migrations.</summary>
public sealed class WeirDbContext(DbContextOptions<WeirDbContext> options) : DbContext(options)
{
    internal DbSet<AccountRow> Accounts => Set<AccountRow>();

    internal DbSet<WorkspaceRow> Workspaces => Set<WorkspaceRow>();

    internal DbSet<PrincipalRow> Principals => Set<PrincipalRow>();

    internal DbSet<GroupMemberRow> GroupMembers => Set<GroupMemberRow>();

    internal DbSet<WorkspaceAssignmentRow> WorkspaceAssignments => Set<WorkspaceAssignmentRow>();

    internal DbSet<TokenRow> Tokens => Set<TokenRow>();

    internal DbSet<PasswordRow> Passwords => Set<PasswordRow>();

    internal DbSet<EndpointRow> Endpoints => Set<EndpointRow>();

    internal DbSet<BatchClaimRow> BatchClaims => Set<BatchClaimRow>();

    internal DbSet<PreviewRow> Previews => Set<PreviewRow>();

    internal DbSet<PermissionRow> Permissions => Set<PermissionRow>();

    internal DbSet<GrantRow> Grants => Set<GrantRow>();

    internal DbSet<ClientSecretRow> ClientSecrets => Set<ClientSecretRow>();

    internal DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    internal DbSet<BudgetRow> Budgets => Set<BudgetRow>();

    internal DbSet<AlertRow> Alerts => Set<AlertRow>();

    internal DbSet<PriceRow> Prices => Set<PriceRow>();

    internal DbSet<WarehouseRow> Warehouses => Set<WarehouseRow>();

    internal DbSet<SavedQueryRow> SavedQueries => Set<SavedQueryRow>();

    internal DbSet<DashboardRow> Dashboards => Set<DashboardRow>();

    internal DbSet<PublishedDashboardRow> PublishedDashboards => Set<PublishedDashboardRow>();

    internal DbSet<DashboardScheduleRow> DashboardSchedules => Set<DashboardScheduleRow>();

    internal DbSet<ScheduleSubscriptionRow> ScheduleSubscriptions => Set<ScheduleSubscriptionRow>();

    internal DbSet<StatementHistoryRow> StatementHistory => Set<StatementHistoryRow>();

    internal DbSet<StateVersionRow> StateVersions => Set<StateVersionRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AccountRow>().ToTable("accounts");
        modelBuilder.Entity<BatchClaimRow>().ToTable("batch_claims").HasKey(row => row.Batch);
        modelBuilder.Entity<PreviewRow>().ToTable("previews").HasKey(row => row.Name);
        modelBuilder.Entity<PermissionRow>().ToTable("permissions").HasKey(row => new { row.ObjectType, row.ObjectId });
        modelBuilder.Entity<GrantRow>().ToTable("grants").HasKey(row => new { row.SecurableType, row.FullName, row.Principal, row.Privilege });
        modelBuilder.Entity<SigningKeyRow>().ToTable("signing_keys");
        modelBuilder.Entity<ClientSecretRow>(secret =>
        {
            secret.ToTable("client_secrets");
            secret.HasOne<PrincipalRow>().WithMany().HasForeignKey(row => row.PrincipalId);
        });
        modelBuilder.Entity<BudgetRow>(budget =>
        {
            budget.ToTable("budgets");
            budget.HasIndex(row => row.Name).IsUnique();
        });
        modelBuilder.Entity<AlertRow>(alert =>
        {
            alert.ToTable("alerts");
            alert.HasIndex(row => row.NextAttemptTime);
        });
        modelBuilder.Entity<WarehouseRow>(warehouse =>
        {
            warehouse.ToTable("warehouses");
            warehouse.HasIndex(row => new { row.WorkspaceId, row.Name }).IsUnique();
            warehouse.HasOne<WorkspaceRow>().WithMany().HasForeignKey(row => row.WorkspaceId);
        });
        modelBuilder.Entity<PriceRow>().ToTable("prices");
        modelBuilder.Entity<SavedQueryRow>(query =>
        {
            query.ToTable("saved_queries");
            query.HasIndex(row => new { row.WorkspaceId, row.OwnerId, row.DisplayName }).IsUnique();
            query.HasIndex(row => row.OwnerId);
        });
        modelBuilder.Entity<DashboardRow>(dashboard =>
        {
            dashboard.ToTable("dashboards");
            dashboard.HasIndex(row => row.WorkspaceId);
            dashboard.HasIndex(row => row.OwnerId);
            dashboard.HasIndex(row => row.TrashTime);
            dashboard.HasOne<WorkspaceRow>().WithMany().HasForeignKey(row => row.WorkspaceId);
        });
        modelBuilder.Entity<PublishedDashboardRow>(published =>
        {
            published.ToTable("published_dashboards").HasKey(row => row.DashboardId);
            published.HasOne<DashboardRow>().WithOne().HasForeignKey<PublishedDashboardRow>(row => row.DashboardId);
        });
        modelBuilder.Entity<DashboardScheduleRow>(schedule =>
        {
            schedule.ToTable("dashboard_schedules");
            schedule.HasIndex(row => row.NextRunTime);
            schedule.HasOne<DashboardRow>().WithMany().HasForeignKey(row => row.DashboardId);
        });
        modelBuilder.Entity<ScheduleSubscriptionRow>(subscription =>
        {
            subscription.ToTable("schedule_subscriptions");
            subscription.HasIndex(row => new { row.ScheduleId, row.Kind, row.Target }).IsUnique();
            subscription.HasOne<DashboardScheduleRow>().WithMany().HasForeignKey(row => row.ScheduleId);
        });
        modelBuilder.Entity<StatementHistoryRow>(statement =>
        {
            statement.ToTable("statement_history");
            statement.HasIndex(row => new { row.WorkspaceId, row.StartTime });
            statement.HasIndex(row => new { row.UserId, row.StartTime });
            statement.HasIndex(row => row.StartTime);
        });
        modelBuilder.Entity<StateVersionRow>().ToTable("state_versions").HasKey(row => row.Name);
        modelBuilder.Entity<WorkspaceRow>().ToTable("workspaces");
        modelBuilder.Entity<PrincipalRow>(principal =>
        {
            principal.ToTable("principals");
            principal.HasIndex(row => new { row.Type, row.Name }).IsUnique();
        });
        modelBuilder.Entity<GroupMemberRow>(member =>
        {
            member.ToTable("group_members").HasKey(row => new { row.GroupId, row.MemberId });
            member.HasOne<PrincipalRow>().WithMany().HasForeignKey(row => row.GroupId);
            member.HasOne<PrincipalRow>().WithMany().HasForeignKey(row => row.MemberId);
        });
        modelBuilder.Entity<WorkspaceAssignmentRow>(assignment =>
        {
            assignment.ToTable("workspace_assignments").HasKey(row => new { row.WorkspaceId, row.PrincipalId });
            assignment.HasOne<WorkspaceRow>().WithMany().HasForeignKey(row => row.WorkspaceId);
            assignment.HasOne<PrincipalRow>().WithMany().HasForeignKey(row => row.PrincipalId);
        });
        modelBuilder.Entity<TokenRow>(token =>
        {
            token.ToTable("tokens");
            token.HasIndex(row => row.Hash).IsUnique();
            token.HasOne<PrincipalRow>().WithMany().HasForeignKey(row => row.PrincipalId);
            token.HasOne<WorkspaceRow>().WithMany().HasForeignKey(row => row.WorkspaceId);
        });
        modelBuilder.Entity<PasswordRow>(password =>
        {
            password.ToTable("passwords").HasKey(row => row.PrincipalId);
            password.HasOne<PrincipalRow>().WithOne().HasForeignKey<PasswordRow>(row => row.PrincipalId);
        });
        modelBuilder.Entity<EndpointRow>(endpoint =>
        {
            endpoint.ToTable("endpoints");
            endpoint.HasIndex(row => new { row.WorkspaceId, row.Name }).IsUnique();
            endpoint.HasOne<WorkspaceRow>().WithMany().HasForeignKey(row => row.WorkspaceId);
        });
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(value => value, value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
