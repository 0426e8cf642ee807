using Impasto.Checkpoints;
using Impasto.Tasks;

namespace Impasto.Runs;

/// <summary>Writes a run's state whenever it is time, and in the end.</summary>
/// <param name="target">Where and how often.</param>
/// <param name="head">What is said about the run.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class CheckpointKeeper(CheckpointTarget target, CheckpointHead head, TimeProvider clock)
{
    // Writing takes at most a 20th of the time, however large the state is.
    private const int LeastWork = 20;

    private long _last = clock.GetTimestamp();
    private TimeSpan _pause = target.Every;
    private bool _isClosed;

    /// <summary>Whether the state is to be kept now.</summary>
    public bool IsDue => !_isClosed && clock.GetElapsedTime(_last) >= _pause;

    /// <summary>Why the latest state could not be kept; null where it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Keeps a state. A failure does not end the run: the result reports it.</summary>
    /// <param name="exchange">Gives the state.</param>
    /// <param name="last">Whether the run ends with it: nothing is kept after it.</param>
    public void Keep(Action<CheckpointState> exchange, bool last)
    {
        if (_isClosed)
            return;
        _isClosed = last;
        long begin = clock.GetTimestamp();
        try
        {
            var state = new SavedState();
            exchange(state);
            CheckpointFile.Write(
                target.Path,
                head.ToJson(state.Texts, target.Note),
                [
                    .. state.Sections,
                    .. target.Attachments.Select(pair =>
                        CheckpointSection.Of(CheckpointHead.Attachment(pair.Key), pair.Value)),
                ]);
            Problem = null;
        }
        catch (ImpastoException failure)
        {
            Problem = failure.Message;
        }

        _last = clock.GetTimestamp();
        if (target.Every > TimeSpan.Zero)
        {
            long least = LeastWork * clock.GetElapsedTime(begin, _last).Ticks;
            _pause = TimeSpan.FromTicks(Math.Max(target.Every.Ticks, least));
        }
    }
}
