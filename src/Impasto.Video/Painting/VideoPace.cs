namespace Impasto.Video.Painting;

/// <summary>How much of a clip is painted, and how long the rest takes.</summary>
/// <param name="plan">Gives the time of a kind of frames before one of it was painted.</param>
/// <param name="frames">Frames in all passes.</param>
/// <param name="cuts">Shots whose first frame is not painted yet.</param>
internal sealed class VideoPace(VideoPlan plan, int frames, int cuts)
{
    private (int Count, double Seconds) _wholes, _others;
    private int _cuts = cuts;

    /// <summary>Frames that are painted, in all passes.</summary>
    public int Done { get; set; }

    /// <summary>Share of the clip that is painted, 0 to 1.</summary>
    public double DoneShare => Math.Min(1, (double)Done / frames);

    /// <summary>Notes a frame.</summary>
    /// <param name="painted">The frame.</param>
    /// <param name="isCut">Whether it is the first of a shot.</param>
    /// <param name="jobs">Shots that are painted side by side.</param>
    public void Add(ShotEvent painted, bool isCut, int jobs)
    {
        Done += painted.Count;
        _cuts -= isCut ? 1 : 0;
        if (painted.Seconds <= 0)
            return;
        ref (int Count, double Seconds) kind = ref painted is { NewShare: 1, Pass: 1 } ? ref _wholes : ref _others;
        kind = (kind.Count + 1, kind.Seconds + (painted.Seconds / jobs));
    }

    /// <summary>
    /// Seconds left; null before a frame was painted. Frames of a kind that was not painted yet take what the plan says
    /// beside the other kind.
    /// </summary>
    public double? Remaining()
    {
        int wholes = _cuts, others = Math.Max(0, frames - Done - wholes);
        double ratio = plan.Next.Multiplications / plan.First.Multiplications;
        double? whole = Mean(_wholes), other = Mean(_others);
        return (wholes * (whole ?? (other / ratio))) + (others * (other ?? (whole * ratio)));
    }

    private static double? Mean((int Count, double Seconds) kind) => kind.Count == 0 ? null : kind.Seconds / kind.Count;
}
