using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Weir.Secrets;

/// <summary>
/// The key that wraps the Data Protection keys, which encrypt the provider credentials: from <c>WEIR_SECRET_KEY</c>, or made and kept in a
/// file of its own that only its owner can read. A copy of the database alone opens nothing.
/// </summary>
internal sealed class SecretKey
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;

    public SecretKey(string secret) =>
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, salt: null, info: "Weir key ring"u8.ToArray());

    /// <summary>The configured key, or the kept one.</summary>
    public static SecretKey Load(string? configured, string dataDirectory)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return new SecretKey(configured);
        }

        var file = Path.Combine(dataDirectory, "secret.key");
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(file, options);
            writer.Write(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        }

        return new SecretKey(File.ReadAllText(file).Trim());
    }

    public byte[] Encrypt(byte[] clear)
    {
        var sealedBytes = new byte[NonceSize + TagSize + clear.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceSize), clear, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize));
        return sealedBytes;
    }

    public byte[] Decrypt(byte[] sealedBytes)
    {
        var clear = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceSize), sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize), clear);
        return clear;
    }
}

/// <summary>Wraps Data Protection's keys.</summary>
internal sealed class SecretKeyEncryptor(SecretKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var bytes = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("weirSealedKey", Convert.ToBase64String(key.Encrypt(bytes))), typeof(SecretKeyDecryptor));
    }
}

/// <summary>Unwraps them; made by Data Protection itself.</summary>
internal sealed class SecretKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<SecretKey>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
