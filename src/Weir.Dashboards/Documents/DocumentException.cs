namespace Weir.Dashboards.Documents;

/// <summary>A text is no dashboard.</summary>
/// <param name="path">Where it goes wrong, for example <c>pages[0].layout</c>; empty for the document as a whole.</param>
/// <param name="sentence">What is wrong there and what to do.</param>
internal sealed class DocumentException(string path, string sentence) : Exception(path.Length == 0 ? sentence : $"{path}: {sentence}")
{
    /// <summary>Where it goes wrong; empty for the document as a whole.</summary>
    public string Path => path;
}
