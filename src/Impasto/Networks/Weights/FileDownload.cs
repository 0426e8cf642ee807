using System.Net;
using System.Net.Http.Headers;

namespace Impasto.Networks.Weights;

/// <summary>
/// Fetches one large file over http, and continues where a broken connection stopped, now or another day.
/// </summary>
internal sealed class FileDownload(HttpClient client, TimeProvider clock)
{
    /// <summary>A server that promises or sends more than this is not sending weights.</summary>
    public const long MostBytes = 4L << 30;

    // Counted anew once a connection brought a worthwhile piece.
    private const int MostAttempts = 5;

    private const long WorthwhileBytes = 1 << 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    // A server that sends nothing for so long counts as gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fetches into the part file, which is kept after a failure.</summary>
    /// <exception cref="WeightsException">The server refuses, promises too much, or stays away.</exception>
    public async Task RunAsync(
        Uri url, string part, IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        for (int broken = 1; ; broken++)
        {
            long before = Length(part);
            try
            {
                await FetchAsync(url, part, progress, cancellation);
                return;
            }
            catch (HttpRequestException failure) when (
                failure.HttpRequestError == HttpRequestError.SecureConnectionError)
            {
                throw Failed(url, $"no secure connection could be made ({failure.Reason()})", failure);
            }
            catch (HttpRequestException failure)
            {
                if (Length(part) - before >= WorthwhileBytes)
                    broken = 1;
                if (broken == MostAttempts)
                {
                    string why = $"the connection failed {MostAttempts} times ({failure.Reason()})";
                    throw Failed(url, why, failure, WeightsProblem.Interrupted);
                }

                progress?.Report(new InstallProgress(InstallStage.Waiting, Length(part), null));
                await Task.Delay(FirstWait * broken, clock, cancellation);
            }
        }
    }

    /// <summary>Deletes the downloaded part.</summary>
    public static void Discard(string part)
    {
        File.Delete(TagFile(part));
        File.Delete(part);
    }

    private async Task FetchAsync(
        Uri url, string part, IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        long have = Length(part);
        using HttpRequestMessage request = await RequestAsync(url, part, have, cancellation);
        using HttpResponseMessage response = await PatientlyAsync(
            async patience =>
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience), cancellation);
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
        {
            // The part is already as long as the file, which the checksum will judge, or belongs to another one.
            if (range?.Length == have)
                return;
            Discard(part);
            throw new HttpRequestException("what was fetched before did not fit the server's file");
        }

        Require(url, response);
        bool continues = response.StatusCode == HttpStatusCode.PartialContent;
        if (continues && range?.From != have)
        {
            Discard(part);
            throw new HttpRequestException("the server sent another piece than was asked for");
        }

        long start = continues ? have : 0;
        long? total = response.Content.Headers.ContentLength is { } rest ? start + rest : null;
        if (total > MostBytes)
            throw Failed(url, $"the server promises {total} bytes, far more than any weights have");
        await using FileStream file = new(part, continues ? FileMode.Append : FileMode.Create, FileAccess.Write);
        // After the old part is gone: its bytes must never be taken for the new file's.
        await KeepTagAsync(response, part, cancellation);
        await CopyAsync(url, response, file, start, total, progress, cancellation);
    }

    private static async Task<HttpRequestMessage> RequestAsync(
        Uri url, string part, long have, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have == 0)
            return request;
        request.Headers.Range = new RangeHeaderValue(have, null);
        string text = File.Exists(TagFile(part)) ? await File.ReadAllTextAsync(TagFile(part), cancellation) : "";
        if (EntityTagHeaderValue.TryParse(text, out EntityTagHeaderValue? tag))
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return request;
    }

    private static void Require(Uri url, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        int code = (int)response.StatusCode;
        throw Failed(url, code is >= 300 and < 400 && response.Headers.Location is { } location
            ? $"it redirects to '{location}', which is not followed"
            : $"the server answered {code} {response.ReasonPhrase}".TrimEnd());
    }

    private static async Task KeepTagAsync(HttpResponseMessage response, string part, CancellationToken cancellation)
    {
        if (response.Headers.ETag is { IsWeak: false } strong)
            await File.WriteAllTextAsync(TagFile(part), strong.ToString(), cancellation);
        else
            File.Delete(TagFile(part));
    }

    private async Task CopyAsync(
        Uri url, HttpResponseMessage response, FileStream file, long start, long? total,
        IProgress<InstallProgress>? progress, CancellationToken cancellation)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[1 << 17];
        long done = start;
        progress?.Report(new InstallProgress(InstallStage.Downloading, done, total));
        for (int read; (read = await PatientlyAsync(patience => body.ReadAsync(buffer, patience), cancellation)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            done += read;
            if (done > MostBytes)
                throw Failed(url, $"the server sent more than {MostBytes} bytes, far more than any weights have");
            progress?.Report(new InstallProgress(InstallStage.Downloading, done, total));
        }

        if (done < total)
            throw new HttpRequestException($"the server sent {done} bytes of {total}");
    }

    // Turns whatever the network does into one kind of failure, so that the disk's failures stay apart from it.
    private async Task<T> PatientlyAsync<T>(
        Func<CancellationToken, ValueTask<T>> exchange, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await exchange(either.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"the server sent nothing for {Patience.TotalSeconds} seconds", failure);
        }
        catch (IOException failure)
        {
            throw new HttpRequestException(failure.Message, failure);
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static string TagFile(string part) => part + ".etag";

    private static WeightsException Failed(
        Uri url, string why, Exception? inner = null, WeightsProblem problem = WeightsProblem.Unusable) =>
        new($"'{url.OriginalString}' could not be fetched: {why}.", inner!) { Problem = problem };
}
