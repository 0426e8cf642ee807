using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Bench.Studio;
using Impasto.Imaging;

// 200 event streams, as of 200 browsers, and 1000 queued runs on one studio: memory, times of the service, lost runs.
const int Streams = 200, Runs = 1000, Senders = 8;
byte[] picture = Picture();
using StudioProcess studio = await StudioProcess.StartAsync();
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 })
{
    BaseAddress = studio.Address,
    Timeout = TimeSpan.FromMinutes(5),
};
await http.GetStringAsync("/api/runs");
long before = studio.Memory, peak = before;
using var end = new CancellationTokenSource();
int messages = 0;
Task[] streams = [.. Enumerable.Range(0, Streams).Select(_ => ListenAsync())];
var creates = new Latencies();
var reads = new Latencies();
Task reader = ReadAsync();
long start = Stopwatch.GetTimestamp();
Guid[][] created = await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => CreateAsync(Runs / Senders)));
double createSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
Guid[] ids = [.. created.SelectMany(part => part)];
while (await QueuedAsync() > 0)
    await Task.Delay(500);
double allSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
await Task.Delay(2000);
await end.CancelAsync();
await reader;
await Task.WhenAll(streams);
int done = 0, once = 0;
foreach (Guid id in ids)
{
    JsonElement run = await http.GetFromJsonAsync<JsonElement>($"/api/runs/{id}");
    done += run.GetProperty("run").GetProperty("state").GetString() == "done" ? 1 : 0;
    JsonElement.ArrayEnumerator history = run.GetProperty("history").EnumerateArray();
    int ends = history.Count(entry => entry.GetProperty("what").GetString() == "done");
    once += ends == 1 ? 1 : 0;
}

double median = reads.Quantile(0.5);
Console.WriteLine($"""
    | | |
    |---|---|
    | event streams open throughout | {Streams} |
    | runs created, done, done exactly once | {ids.Length}, {done}, {once} |
    | seconds until all were created | {createSeconds:0.0} |
    | seconds until all were done | {allSeconds:0.0} |
    | creating a run, ms, median and p99 | {creates.Quantile(0.5):0}, {creates.Quantile(0.99):0} |
    | reading (list, run, catalogue), ms, median and p99 of {reads.Count} | {median:0.0}, {reads.Quantile(0.99):0} |
    | events that arrived | {messages} |
    | memory of the studio before, at most, MB | {before / 1e6:0}, {peak / 1e6:0} |
    """);

async Task ListenAsync()
{
    try
    {
        using var lines = new StreamReader(await http.GetStreamAsync("/api/events", end.Token));
        while (await lines.ReadLineAsync(end.Token) is { } line)
        {
            if (line.StartsWith("event: run", StringComparison.Ordinal))
                Interlocked.Increment(ref messages);
        }
    }
    catch (OperationCanceledException)
    {
    }
}

async Task ReadAsync()
{
    string[] paths = ["/api/runs?limit=48", "/api/catalog", "/health/ready", "/api/runs?search=photo&limit=10"];
    for (int i = 0; !end.IsCancellationRequested; i++)
    {
        await reads.MeasureAsync(() => http.GetStringAsync(paths[i % paths.Length]));
        peak = Math.Max(peak, studio.Memory);
        await Task.Delay(20);
    }
}

async Task<Guid[]> CreateAsync(int count)
{
    var made = new Guid[count];
    for (int i = 0; i < count; i++)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(picture), "content", "photo.png" },
            { new ByteArrayContent(picture), "style", "painting.png" },
            { new StringContent("16"), "size" },
            { new StringContent("1"), "steps" },
            { new StringContent("0"), "min-size" },
        };
        JsonElement run = await creates.MeasureAsync(async () =>
        {
            using HttpResponseMessage response = await http.PostAsync("/api/runs", form);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        });
        made[i] = run.GetProperty("id").GetGuid();
    }

    return made;
}

async Task<long> QueuedAsync()
{
    JsonElement list = await http.GetFromJsonAsync<JsonElement>("/api/runs?limit=1");
    return list.GetProperty("queued").GetInt64();
}

static byte[] Picture()
{
    float[] pixels = [.. Enumerable.Range(0, 3 * 64 * 64).Select(i => i * 37 % 101 / 100f)];
    return PictureWriter.Encode(new Picture(64, 64, pixels), PictureFormat.Png);
}
