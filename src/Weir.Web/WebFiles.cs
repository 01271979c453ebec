using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Weir.Web;

/// <summary>The files of the UI, from the program itself: there is nothing else to install, and nothing on the disk to take away.</summary>
internal static class WebFiles
{
    private const string Prefix = "ui/";
    private const string Brotli = ".br";

    private static readonly FrozenDictionary<string, WebFile> ByPath = Load();

    /// <summary>The page that every address of the UI begins with; NULL where the program was built without it.</summary>
    public static WebFile? Index => Find("index.html");

    /// <summary>A file by its path below <c>/ui/</c>, or NULL.</summary>
    public static WebFile? Find(string path) => ByPath.GetValueOrDefault(path);

    private static FrozenDictionary<string, WebFile> Load()
    {
        var assembly = typeof(WebFiles).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names.Where(name => !name.EndsWith(Brotli, StringComparison.Ordinal)).ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Load(assembly, name, names), StringComparer.Ordinal);
    }

    private static WebFile Load(Assembly assembly, string name, HashSet<string> names)
    {
        var bytes = Read(assembly, name);
        return new WebFile(
            ContentTypeOf(Path.GetExtension(name)),
            bytes,
            names.Contains(name + Brotli) ? Read(assembly, name + Brotli) : null,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"",
            name.StartsWith(Prefix + "assets/", StringComparison.Ordinal));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string ContentTypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };
}
