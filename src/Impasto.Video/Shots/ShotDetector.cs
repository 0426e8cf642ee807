using Impasto.Imaging;

namespace Impasto.Video.Shots;

/// <summary>Finds the cuts of a clip and which of its shots have a camera at rest, frame after frame.</summary>
/// <remarks>
/// A frame begins a shot if it differs from the one before by <see cref="ShotOptions.Threshold"/>, by
/// <see cref="ShotOptions.Ratio"/> times the mean change around it, and if no frame soon after resembles one shortly
/// before, as after a flash. Fades and dissolves change little from frame to frame: they are not cuts. Source: the
/// content and adaptive detectors of PySceneDetect; the look across a flash is our own. A few small copies of frames
/// are kept and two numbers for each frame, whatever the clip's length.
/// </remarks>
/// <example>
/// <code>
/// ShotDetector detector = new();
/// while (reader.Read() is { } frame)
///     detector.Add(frame);
/// return detector.Shots();
/// </code>
/// </example>
public sealed class ShotDetector
{
    private readonly ShotOptions _options;
    private readonly List<double> _changes = [];
    private readonly List<double> _stillShares = [];
    private readonly List<bool> _isFlash = [];
    private readonly Queue<Thumbnail> _recent = new();

    /// <summary>Begins a clip.</summary>
    /// <param name="options">How cuts are found; null takes the defaults.</param>
    /// <exception cref="InvalidOptionsException">Options are out of range.</exception>
    public ShotDetector(ShotOptions? options = null)
    {
        _options = options ?? new ShotOptions();
        if (_options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
    }

    /// <summary>Number of frames so far.</summary>
    public int Count => _changes.Count;

    /// <summary>Looks at the next frame.</summary>
    /// <param name="frame">The frame; all have one size.</param>
    public void Add(Picture frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Thumbnail thumbnail = new(frame);
        Thumbnail? before = _recent.LastOrDefault();
        _changes.Add(before is null ? 0 : thumbnail.Change(before));
        _stillShares.Add(_recent.Count == 0 ? 0 : thumbnail.StillShare(_recent.Peek()));
        _isFlash.Add(false);
        _recent.Enqueue(thumbnail);
        LookAcross();
        if (_recent.Count > _options.Window + 1)
            _recent.Dequeue();
    }

    /// <summary>The shots of the frames so far, which cover all of them without gaps.</summary>
    public IReadOnlyList<Shot> Shots()
    {
        if (Count == 0)
            return [];
        int[] starts = [0, .. Enumerable.Range(1, Count - 1).Where(IsCut), Count];
        return [.. starts.Zip(starts.Skip(1), (first, end) => new Shot(first, end - first, StillShare(first, end)))];
    }

    // The newest frame may resemble one from before a change: then nothing between them begins a shot.
    private void LookAcross()
    {
        Thumbnail[] recent = [.. _recent];
        int oldest = Count - recent.Length;
        for (int at = 0; at < recent.Length - 2; at++)
        {
            bool hasChange = false;
            for (int frame = oldest + at + 1; frame < Count; frame++)
                hasChange |= _changes[frame] >= _options.Threshold;
            if (!hasChange || recent[^1].Change(recent[at]) >= _options.Threshold)
                continue;
            // Those after a later one are among these.
            for (int frame = oldest + at + 1; frame < Count; frame++)
                _isFlash[frame] = true;
            return;
        }
    }

    private bool IsCut(int frame)
    {
        if (_changes[frame] < _options.Threshold || _isFlash[frame])
            return false;
        double sum = 0;
        int count = 0;
        for (int other = frame - _options.Window; other <= frame + _options.Window; other++)
        {
            if (other == frame || other < 1 || other >= Count)
                continue;
            sum += _changes[other];
            count++;
        }

        return count == 0 || _changes[frame] >= _options.Ratio * sum / count;
    }

    // Frames whose older copy belongs to the shot before do not count.
    private double StillShare(int first, int end)
    {
        if (end - first < 2)
            return 0;
        int from = Math.Min(first + _options.Window + 1, end - 1);
        double sum = 0;
        for (int frame = from; frame < end; frame++)
            sum += _stillShares[frame];
        return sum / (end - from);
    }
}
