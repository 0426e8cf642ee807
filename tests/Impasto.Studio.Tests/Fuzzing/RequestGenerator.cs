using System.Globalization;
using System.Text;

namespace Impasto.Studio.Tests.Fuzzing;

/// <summary>Makes requests that are nearly right, and damages some of them further.</summary>
internal sealed class RequestGenerator(int seed, IReadOnlyList<Guid> runs)
{
    private static readonly string[] Methods =
        ["GET", "POST", "POST", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH", "get", "pOsT", "CONNECT", "X"];

    private static readonly string[] Paths =
    [
        "/api/runs", "/api/runs", "/api/runs", "/api/runs/{id}", "/api/runs/{id}/continue", "/api/runs/{id}/again",
        "/api/batches", "/api/batches/{id}", "/api/batches/{id}/results.zip", "/api/runs/{id}/continuation",
        "/api/runs/{id}/again", "/api/runs/{id}/pause", "/api/runs/{id}/stop", "/api/runs/{id}/content",
        "/api/runs/{id}/styles/{n}", "/api/runs/{id}/regions/{n}", "/api/runs/{id}/start", "/api/runs/{id}/frame",
        "/api/runs/{id}/result.{odd}", "/api/runs/{id}/result.png", "/api/runs/{id}/events", "/api/catalog",
        "/api/runs/{id}/favorite", "/api/runs/{id}/share", "/api/runs/{id}/thumbnail", "/api/plan",
        "/api/recipes/read",
        "/api/samples/{odd}", "/api/samples/cat.jpg", "/API/RUNS", "/health/ready", "/openapi/v1.json", "/", "/{odd}",
    ];

    private static readonly string[] Queries =
    [
        "search", "before", "limit", "token", "download", "n", "Search", "search[]", "limit", "state", "kind",
        "favorite", "painting", "preset", "sort", "name",
    ];

    private static readonly string[] Fields =
    [
        "content", "style", "weight", "region", "regionStyle", "regionStrength", "preset", "time", "variation", "size",
        "steps", "strength", "style-layers", "style-loss", "optimizer", "color", "init", "seed", "min-size",
        "convention", "learning-rate", "CONTENT", "", "paintings", "sweep", "variations", "title",
    ];

    private static readonly string[] Odd =
    [
        "", " ", "0", "-1", "64", "1e308", "NaN", "Infinity", "9999999999999999999999", "null", "true", "%00", "\0",
        "a\0b", "%ff%fe", "%c0%80", "\u00e9", "\ud83c\udfa8", "\u202e", "..", "../../etc/passwd", "..%2f..%2fetc", "'",
        "\"", "';--", "{", "[1]", "keep", "sample:cat.jpg", "sample:swirls.jpg", "sample:../x", "http://127.0.0.1/",
        "file:///etc/passwd",
        "fine", "draft", "notebook", "conv1_1=1,conv9_9=2", "=", ",", "1,2,3", "lbfgs", "adam", "png", "\r\nX: y", "%",
        "%zz", "+", "0x10", "1_000", "1,5", "\ufeff", "a/b", "CON", "-", "--", "\\ud800",
    ];

    private static readonly string[] HeaderNames =
    [
        "Host", "Origin", "Sec-Fetch-Site", "Authorization", "Cookie", "Content-Type", "Content-Encoding", "Expect",
        "Transfer-Encoding", "Content-Length", "If-None-Match", "If-Modified-Since", "Range", "Accept", "Last-Event-ID",
        "X-Forwarded-Proto", "X-Forwarded-For", "X-HTTP-Method-Override", "Connection", "Upgrade", "Accept-Encoding",
    ];

    private static readonly string[] Types =
    [
        "multipart/form-data; boundary=B", "multipart/form-data; boundary=B", "multipart/form-data", "application/json",
        "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=B; charset=utf-7", "text/plain",
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
        "application/json; charset=x", "application/json; charset=utf-16", "APPLICATION/JSON", ";", "*/*",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next requests.</summary>
    public IEnumerable<(int Number, byte[] Bytes)> Next(int count) =>
        Enumerable.Range(0, count).Select(number => (number, Next()));

    /// <summary>The next request as it goes over the wire.</summary>
    public byte[] Next()
    {
        string path = Path();
        bool isCreation = IsOfRuns(path, StringComparison.OrdinalIgnoreCase) && path.IndexOf('/', "/api/".Length) < 0;
        (string type, byte[] body) = Body(isCreation);
        string method = Once(4) ? Pick(Methods) : Fitting(path);
        var head = new StringBuilder($"{method} {path} HTTP/1.{(Once(20) ? 0 : 1)}\r\n");
        head.Append(Once(30) ? $"Host: {Pick(Odd)}\r\n" : "Host: 127.0.0.1\r\n");
        if (body.Length > 0 || Once(3))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
            int length = Once(200) ? Math.Max(0, body.Length + _random.Next(-20, 20)) : body.Length;
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        }

        for (int i = _random.Next(-2, 3); i > 0; i--)
            head.Append(CultureInfo.InvariantCulture, $"{Pick(HeaderNames)}: {Pick(Once(2) ? Odd : Types)}\r\n");
        head.Append("Connection: close\r\n\r\n");
        byte[] request = [.. Encoding.UTF8.GetBytes(head.ToString()), .. body];
        return Once(8) ? Damaged(request) : request;
    }

    /// <summary>A request as text, to find out what was wrong.</summary>
    public static string Show(byte[] request) =>
        Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(1500, request.Length)));

    // The method that most paths take, so that most requests come as far as their handler.
    private string Fitting(string path)
    {
        string[] changes = ["/continu", "/again", "/pause", "/stop"];
        bool isChange = changes.Any(change => path.Contains(change, StringComparison.Ordinal));
        return isChange || (IsOfRuns(path, StringComparison.Ordinal) && !path.Contains("s/") && !Once(4))
            ? "POST"
            : "GET";
    }

    private static bool IsOfRuns(string path, StringComparison comparison) =>
        path.StartsWith("/api/runs", comparison) || path.StartsWith("/api/batches", comparison);

    private string Path()
    {
        string path = Pick(Paths)
            .Replace("{id}", Once(10) ? Pick(Odd) : $"{runs[_random.Next(runs.Count)]}", StringComparison.Ordinal)
            .Replace("{n}", _random.Next(-1, 3).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{odd}", Pick(Odd), StringComparison.Ordinal);
        if (!Once(3))
            return path;
        string value = Once(2) ? Uri.EscapeDataString(Pick(Odd)) : Pick(Odd);
        return $"{path}?{Pick(Queries)}={value}";
    }

    private (string Type, byte[] Body) Body(bool isCreation)
    {
        if (Once(isCreation ? 10 : 3))
            return (Pick(Types), Encoding.UTF8.GetBytes(Pick(Odd)));
        if (isCreation)
            return (Once(8) ? Pick(Types) : Types[0], Form());
        return ("application/json", Encoding.UTF8.GetBytes(Json(0)));
    }

    private string Json(int depth) => _random.Next(depth > 6 ? 3 : 7) switch
    {
        0 => Pick(Odd),
        1 => $"\"{Pick(Odd)}\"",
        2 => $"{_random.Next()}",
        3 => $"[{Json(depth + 1)},{Json(depth + 1)}]",
        4 => $"{{\"preset\":\"{Pick(Odd)}\"}}",
        5 => $"{{\"options\":{{\"{Pick(Fields)}\":\"{Pick(Odd)}\",\"{Pick(Fields)}\":{Json(depth + 1)}}}}}",
        _ => $"{{\"options\":{{\"{Pick(Fields)}\":\"{Pick(Odd)}\"}}}}",
    };

    private byte[] Form()
    {
        using var form = new MemoryStream();
        if (!Once(8))
            AddFile("content", Once(4) ? Damaged(Studio.Photo) : Studio.Photo);
        if (!Once(8))
            AddFile("style", Once(4) ? Damaged(Studio.Painting) : Studio.Painting);
        for (int i = _random.Next(4); i > 0; i--)
        {
            if (Once(6))
                AddFile(Pick(Fields), Once(2) ? Studio.Photo : Encoding.UTF8.GetBytes(Pick(Odd)));
            else
                AddText(Pick(Fields), Value());
        }

        form.Write("--B--\r\n"u8);
        return form.ToArray();

        void AddText(string name, string value) => Add(
            $"Content-Disposition: form-data; name=\"{name}\"{Extra()}\r\n\r\n", Encoding.UTF8.GetBytes(value));

        void AddFile(string name, byte[] bytes) => Add(
            $"Content-Disposition: form-data; name=\"{name}\"; filename=\"{Pick(Odd)}.png\"{Extra()}\r\n\r\n", bytes);

        void Add(string head, byte[] bytes)
        {
            form.Write(Encoding.UTF8.GetBytes($"--B\r\n{head}"));
            form.Write(bytes);
            form.Write("\r\n"u8);
        }
    }

    private string Value() => Once(40) ? new string('x', _random.Next(20_000)) : Pick(Odd);

    private string Extra() => _random.Next(12) switch
    {
        0 => $"; filename*=UTF-8''{Pick(Odd)}",
        1 => "\r\nContent-Type: text/plain; charset=utf-7",
        2 => $"\r\nContent-Type: text/plain; charset={Pick(Odd)}",
        3 => "\r\nContent-Transfer-Encoding: base64",
        _ => "",
    };

    // Turns, removes, repeats or inserts bytes.
    private byte[] Damaged(byte[] bytes)
    {
        List<byte> damaged = [.. bytes];
        for (int i = _random.Next(1, 6); i > 0 && damaged.Count > 2; i--)
        {
            int at = _random.Next(damaged.Count), length = Math.Min(_random.Next(1, 9), damaged.Count - at);
            switch (_random.Next(4))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    damaged.RemoveRange(at, length);
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.GetRange(at, length));
                    break;
                default:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Odd)));
                    break;
            }
        }

        return [.. damaged];
    }

    private bool Once(int times) => _random.Next(times) == 0;

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
