using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Tests.Painting;

/// <summary>The messages that users read when a run fails.</summary>
public sealed class RunFailureTests
{
    private static readonly RunFailure s_failures = new(Studio.Usual("/srv/pictures"));

    [Fact]
    public void Explain_names_no_folder_of_the_server() => Assert.Equal(
        "'the data folder/runs/1/checkpoint' is damaged.",
        s_failures.Explain(new PictureException("'/srv/pictures/runs/1/checkpoint' is damaged.")));

    // 28 is ENOSPC of Linux, 13 SQLITE_FULL, 5 SQLITE_BUSY, 11 SQLITE_CORRUPT.
    public static TheoryData<Exception, string> Judged => new()
    {
        { new IOException("No space left on device : '/srv/pictures/a'", 28), "Paused" },
        { new PictureException("It can't be written.", new IOException("full", 28)), "Paused" },
        { new SqliteException("database or disk is full", 13), "Paused" },
        { new PostgresException("could not extend file", "ERROR", "ERROR", "53100"), "Paused" },
        { new NpgsqlException("Failed to connect"), "Queued" },
        { new PostgresException("terminating connection", "FATAL", "FATAL", "57P01"), "Queued" },
        { new SqliteException("database is locked", 5), "Queued" },
        { new StoreAwayException("Name or service not known"), "Queued" },
        { new PostgresException("invalid byte sequence", "ERROR", "ERROR", "22021"), "Failed" },
        { new SqliteException("database disk image is malformed", 11), "Failed" },
        { new IOException("Input/output error : '/srv/pictures/a'", 5), "Failed" },
        { new InvalidOperationException("mistake"), "Failed" },
    };

    [Theory]
    [MemberData(nameof(Judged))]
    public void Judge_full_disk_pauses_and_absent_store_lets_wait(Exception failure, string status)
    {
        (RunStatus judged, string sentence) = s_failures.Judge(failure);

        Assert.Equal(status, judged.ToString());
        Assert.DoesNotContain("/srv", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_failure_of_the_library_is_its_own_sentence()
    {
        var failure = new PictureException("'a.jpg' is damaged.");

        Assert.True(RunFailure.IsExplained(failure));
        Assert.Equal("'a.jpg' is damaged.", s_failures.Explain(failure));
    }

    [Fact]
    public void Explain_other_failure_is_in_the_log_only()
    {
        var failure = new InvalidOperationException("Sequence contains no elements.");

        Assert.False(RunFailure.IsExplained(failure));
        Assert.Equal("Something went wrong inside the studio; its log has the details.", s_failures.Explain(failure));
    }

    [Fact]
    public void IsOfStorage_disk_and_pictures_but_not_mistakes_of_the_program()
    {
        Assert.True(RunFailure.IsOfStorage(new IOException("full")));
        Assert.True(RunFailure.IsOfStorage(new PictureException("damaged")));
        Assert.False(RunFailure.IsOfStorage(new InvalidOperationException("mistake")));
    }
}
