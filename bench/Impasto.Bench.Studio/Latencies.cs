using System.Diagnostics;

namespace Impasto.Bench.Studio;

/// <summary>How long requests took.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count
    {
        get
        {
            lock (_milliseconds)
                return _milliseconds.Count;
        }
    }

    /// <summary>Measures one.</summary>
    public async Task<T> MeasureAsync<T>(Func<Task<T>> request)
    {
        long start = Stopwatch.GetTimestamp();
        T answer = await request();
        lock (_milliseconds)
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return answer;
    }

    /// <summary>The value that this share of all does not exceed.</summary>
    public double Quantile(double share)
    {
        lock (_milliseconds)
            return _milliseconds.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * _milliseconds.Count) - 1, 0, _milliseconds.Count - 1));
    }
}
