using System.Net;
using System.Net.Http.Headers;

namespace Impasto.Networks;

/// <summary>Fetches one large file over http, and goes on where a broken connection stopped, now or another day.</summary>
internal sealed class FileDownload(HttpClient client, TimeProvider clock)
{
    private const int MostAttempts = 5;

    /// <summary>A server that promises or sends more than this is not sending weights.</summary>
    public const long MostBytes = 4L << 30;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Fetches into the part file, which is kept after a failure.</summary>
    /// <exception cref="ImpastoException">The server refuses, lies about the length, or stays away.</exception>
    public async Task RunAsync(Uri url, string part, IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await FetchAsync(url, part, progress, cancellation);
                return;
            }
            catch (Exception failure) when (failure is HttpRequestException { StatusCode: null } or IOException)
            {
                if (attempt == MostAttempts)
                    throw Failed(url, $"the connection broke {MostAttempts} times; run the command again to go on from here", failure);
                progress?.Report(new InstallProgress(InstallStage.Waiting, Length(part), null));
                await Task.Delay(FirstWait * attempt, clock, cancellation);
            }
        }
    }

    private async Task FetchAsync(Uri url, string part, IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        long have = Length(part);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        string tagFile = part + ".etag";
        if (have > 0 && File.Exists(tagFile) && EntityTagHeaderValue.TryParse(await File.ReadAllTextAsync(tagFile, cancellation), out EntityTagHeaderValue? tag))
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
        else if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // The part is already as long as the file, or belongs to another one: the check will tell.
            if (response.Content.Headers.ContentRange?.Length == have)
                return;
            File.Delete(part);
            throw new IOException("the part on disk did not fit the file");
        }

        if (!response.IsSuccessStatusCode)
            throw Failed(url, $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (response.Headers.ETag is { IsWeak: false } strong)
            await File.WriteAllTextAsync(tagFile, strong.ToString(), cancellation);
        else
            File.Delete(tagFile);
        long start = continues ? have : 0;
        long? total = response.Content.Headers.ContentLength is { } rest ? start + rest : null;
        if (total > MostBytes)
            throw Failed(url, $"the server promises {total} bytes, far more than any weights have");
        await using FileStream file = new(part, continues ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await CopyAsync(url, response, file, start, total, progress, cancellation);
    }

    private static async Task CopyAsync(
        Uri url, HttpResponseMessage response, FileStream file, long start, long? total,
        IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[1 << 17];
        long done = start;
        progress?.Report(new InstallProgress(InstallStage.Downloading, done, total));
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            done += read;
            if (done > MostBytes)
                throw Failed(url, $"the server sent more than {MostBytes} bytes, far more than any weights have");
            progress?.Report(new InstallProgress(InstallStage.Downloading, done, total));
        }

        if (done < total)
            throw new IOException($"the server sent {done} bytes of {total}");
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static ImpastoException Failed(Uri url, string why, Exception? inner = null) =>
        inner is null ? new($"'{url}' could not be fetched: {why}.") : new($"'{url}' could not be fetched: {why}.", inner);
}
