using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Weir.Serving.Description;

/// <summary>The document as it is served. The routes are the same as long as the process lives, so it is made once.</summary>
internal sealed class ApiDescription([FromKeyedServices(ApiDescriptionRoutes.DocumentName)] IOpenApiDocumentProvider provider)
{
    private byte[]? _json;

    /// <summary>The document, UTF-8 JSON.</summary>
    public async Task<byte[]> GetAsync(CancellationToken cancellationToken)
    {
        if (_json is null)
        {
            var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
            _json = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken));
        }

        return _json;
    }
}
