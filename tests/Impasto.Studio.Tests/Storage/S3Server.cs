using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Tests.Storage;

/// <summary>
/// A small S3-compatible store in memory with one bucket. It refuses requests whose signature (AWS Signature Version 4)
/// is not that of its key, and lists two objects a page.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "pictures";

    private const int PageLength = 2;
    private const string KeyId = "test-key";
    private const string Secret = "test-secret";

    private readonly WebApplication _server;

    private S3Server(WebApplication server) => _server = server;

    /// <summary>What is stored.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>True while every request gets 503.</summary>
    public bool IsAway { get; set; }

    /// <summary>True while no request gets an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The key that it takes.</summary>
    public static AWSCredentials Keys { get; } = new BasicAWSCredentials(KeyId, Secret);

    /// <summary>A key that it refuses.</summary>
    public static AWSCredentials WrongKeys { get; } = new BasicAWSCredentials(KeyId, "another");

    public Uri Address => new(_server.Urls.First());

    public static async Task<S3Server> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        WebApplication app = builder.Build();
        var server = new S3Server(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(Studio.Cancellation);
        return server;
    }

    /// <summary>Changes a studio's settings so that it stores its files here.</summary>
    public StudioSettings Of(StudioSettings settings) => settings with
    {
        Files = $"s3://{Bucket}/studio", FilesEndpoint = Address, FilesKeys = Keys,
    };

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        string[] parts = request.Path.Value!.TrimStart('/').Split('/', 2);
        string key = parts.ElementAtOrDefault(1) ?? "";
        if (IsSilent)
            await SilenceAsync(context);
        else if (IsAway)
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "SlowDown");
        else if (!IsSigned(request, body.ToArray()))
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "SignatureDoesNotMatch");
        else if (parts[0] != Bucket)
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchBucket");
        else if (request.Method == "PUT")
            Objects[key] = body.ToArray();
        else if (request.Method == "DELETE")
            (_, context.Response.StatusCode) = (Objects.TryRemove(key, out _), StatusCodes.Status204NoContent);
        else if (key.Length == 0)
            await ListAsync(context);
        else if (Objects.TryGetValue(key, out byte[]? bytes))
            await SendAsync(context, bytes);
        else
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchKey");
    }

    private static async Task SilenceAsync(HttpContext context) => await Task
        .Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task SendAsync(HttpContext context, byte[] bytes)
    {
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfMatch is [{ } wanted] && wanted.Trim('"') != tag.Trim('"'))
        {
            await RefuseAsync(context, StatusCodes.Status412PreconditionFailed, "PreconditionFailed");
            return;
        }

        (int first, int last) = (0, bytes.Length - 1);
        if (RangeHeaderValue.TryParse(context.Request.Headers.Range.ToString(), out RangeHeaderValue? range))
        {
            (first, last) = ((int)range.Ranges.Single().From!, (int)range.Ranges.Single().To!);
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
        }

        context.Response.ContentLength = last - first + 1;
        if (context.Request.Method == "GET")
            await context.Response.Body.WriteAsync(bytes.AsMemory(first, last - first + 1));
    }

    private Task ListAsync(HttpContext context)
    {
        string prefix = context.Request.Query["prefix"].ToString();
        string after = context.Request.Query["continuation-token"].ToString();
        string[] found = [.. Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(key => string.CompareOrdinal(key, after) > 0).Order(StringComparer.Ordinal)];
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        bool isCut = found.Length > PageLength;
        var page = new XElement(
            space + "ListBucketResult",
            new XElement(space + "IsTruncated", isCut ? "true" : "false"),
            isCut ? new XElement(space + "NextContinuationToken", found[PageLength - 1]) : null,
            found.Take(PageLength).Select(key => new XElement(space + "Contents", new XElement(space + "Key", key))));
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(page.ToString());
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Request.Method == "HEAD"
            ? Task.CompletedTask
            : context.Response.WriteAsync(new XElement("Error", new XElement("Code", code)).ToString());
    }

    // Source: AWS Signature Version 4, "Create a signed AWS API request".
    private static bool IsSigned(HttpRequest request, byte[] body)
    {
        string authorization = request.Headers.Authorization.ToString();
        Dictionary<string, string> fields = authorization.Split(' ', 2)[^1].Split(',')
            .Select(field => field.Trim().Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)
            || fields["Credential"].Split('/') is not [KeyId, var day, var region, "s3", "aws4_request"])
            return false;
        string payload = request.Headers["x-amz-content-sha256"].ToString();
        if (payload != "UNSIGNED-PAYLOAD" && payload != Hash(body))
            return false;
        string[] signed = fields["SignedHeaders"].Split(';');
        string query = string.Join('&', request.Query.SelectMany(pair => pair.Value.Select(value =>
                $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}"))
            .Order(StringComparer.Ordinal));
        string canonical = string.Join('\n',
        [
            request.Method,
            new Uri(request.GetEncodedUrl()).AbsolutePath,
            query,
            .. signed.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}"),
            "",
            fields["SignedHeaders"],
            payload,
        ]);
        string text = string.Join('\n',
        [
            "AWS4-HMAC-SHA256",
            request.Headers["x-amz-date"].ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{day}/{region}/s3/aws4_request"),
            Hash(Encoding.UTF8.GetBytes(canonical)),
        ]);
        byte[] key = new[] { day, region, "s3", "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes($"AWS4{Secret}"), (of, part) => Code(of, part));
        return Convert.ToHexStringLower(Code(key, text)) == fields["Signature"];
    }

    private static byte[] Code(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
