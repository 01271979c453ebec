using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Weir.Gateway.Endpoints;

namespace Weir.Secrets;

/// <summary>Encrypts provider credentials with ASP.NET Core Data Protection.</summary>
internal sealed class CredentialProtection(IDataProtectionProvider provider) : ICredentialProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("Weir.ProviderCredentials");

    public string Protect(string credential) => _protector.Protect(credential);

    public string Unprotect(string protectedCredential) => _protector.Unprotect(protectedCredential);
}

internal static class CredentialProtectionServices
{
    public static IServiceCollection AddCredentialProtection(this IServiceCollection services, string dataDirectory, string? secretKey)
    {
        var key = SecretKey.Load(secretKey, dataDirectory);
        services.AddSingleton(key);
        services.AddDataProtection().SetApplicationName("Weir").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(dataDirectory, "keys")));
        services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new SecretKeyEncryptor(key));
        services.AddSingleton<ICredentialProtector, CredentialProtection>();
        return services;
    }
}
