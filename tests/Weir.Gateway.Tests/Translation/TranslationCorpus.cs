using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace Weir.Gateway.Tests.Translation;

/// <summary>The files under <c>tests/corpus/translation</c>. Those that are expected are written anew with <c>WEIR_WRITE_GOLDENS=1</c>, and then read by a person.</summary>
internal static class TranslationCorpus
{
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Folder = Path.Combine(Root(), "tests", "corpus", "translation");

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    /// <summary>Compares with the file, member by member and in their order.</summary>
    public static void ShouldBeAsIn(this JsonNode actual, string file)
    {
        var text = actual.ToJsonString(Readable) + "\n";
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("WEIR_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        text.ShouldBe(File.ReadAllText(path), $"{file} is not what was written; after a change that is meant, run with WEIR_WRITE_GOLDENS=1 and read the difference");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
