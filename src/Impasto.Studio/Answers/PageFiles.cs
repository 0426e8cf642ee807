using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Answers;

/// <summary>The files of the page, embedded in the program.</summary>
internal static class PageFiles
{
    private const string Folder = "Page/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".jpg"] = "image/jpeg",
    };

    private static readonly Dictionary<string, (byte[] Bytes, EntityTagHeaderValue Tag)> Files = Load();

    /// <summary>Maps each file to its name, and the page to /.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => WriteAsync(context, "index.html")).ExcludeFromDescription();
        foreach (string name in Files.Keys)
            routes.MapGet($"/{name}", (HttpContext context) => WriteAsync(context, name)).ExcludeFromDescription();
    }

    /// <summary>Answers with a file.</summary>
    public static Task WriteAsync(HttpContext context, string name, int status = StatusCodes.Status200OK)
    {
        (byte[] bytes, EntityTagHeaderValue tag) = Files[name];
        string type = Types[Path.GetExtension(name)];
        if (status != StatusCodes.Status200OK)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(bytes).AsTask();
        }

        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, type, entityTag: tag).ExecuteAsync(context);
    }

    private static Dictionary<string, (byte[] Bytes, EntityTagHeaderValue Tag)> Load()
    {
        var files = new Dictionary<string, (byte[] Bytes, EntityTagHeaderValue Tag)>(StringComparer.Ordinal);
        foreach (string name in EmbeddedFiles.Names(Folder))
        {
            byte[] bytes = EmbeddedFiles.Read(Folder, name);
            // Weak, because texts are sent compressed or not.
            files[name.Replace('\\', '/')] = (bytes, EntityTag.Of(bytes, isWeak: true));
        }

        return files;
    }
}
