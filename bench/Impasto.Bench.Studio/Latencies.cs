using System.Diagnostics;

namespace Impasto.Bench.Studio;

/// <summary>Times of requests.</summary>
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

    /// <summary>Measures a request.</summary>
    public async Task<T> MeasureAsync<T>(Func<Task<T>> request)
    {
        long start = Stopwatch.GetTimestamp();
        T answer = await request();
        lock (_milliseconds)
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return answer;
    }

    /// <summary>The time that a share of all requests does not exceed, in milliseconds.</summary>
    public double Quantile(double share)
    {
        lock (_milliseconds)
        {
            int rank = (int)Math.Ceiling(share * _milliseconds.Count) - 1;
            return _milliseconds.Order().ElementAt(Math.Clamp(rank, 0, _milliseconds.Count - 1));
        }
    }
}
