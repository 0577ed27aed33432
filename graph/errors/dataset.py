"""Why a dataset, or the index of it, cannot be opened, read or written."""

from graph.errors.base import GraphError


class DatasetMissing(GraphError):
    """There is no dataset in the folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"No dataset in {folder}. Run `nodverk serve` there, or name another with --dataset."
        )


class DatasetExists(GraphError):
    """A dataset was to be made where there is one."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"There is a dataset in {folder} already. Choose an empty folder.")


class DatasetDamaged(GraphError):
    """A file of the dataset is missing or is not what its name promises."""

    def __init__(self, path: str, reason: str, advice: str = "Restore the dataset from a copy.") -> None:
        super().__init__(f"{path}: {reason}. {advice}")
        self.path, self.reason = path, reason


class ReleaseDamaged(DatasetDamaged):
    """The newest release needs a file that is damaged; an older one may be whole."""

    def __init__(self, damage: DatasetDamaged, newest: int, whole: int | None) -> None:
        way_back = f", or go back with `nodverk rollback {whole}`: release {whole} is whole" if whole else ""
        super().__init__(
            damage.path, damage.reason, f"Release {newest} needs it. Restore it from a copy{way_back}."
        )
        self.newest, self.whole = newest, whole


class DatasetUnwritable(GraphError):
    """A file of the dataset could not be written; what was there before is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} could not be written: {reason}.")
        self.path, self.reason = path, reason


class DiskFull(DatasetUnwritable):
    """There is no room on the disk for a file of the dataset."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "the disk is full. Free some room (`nodverk gc` lets go of old content)")


class BaseMismatch(GraphError):
    """The dataset was made for another base IRI, which is part of every IRI in it."""

    def __init__(self, made_for: str, asked: str) -> None:
        super().__init__(
            f"The dataset's IRIs begin with {made_for}, fixed since it was made; {asked} was asked for. "
            f"Leave --base out, or make a new dataset in an empty folder."
        )
        self.made_for, self.asked = made_for, asked


class WriterBusy(GraphError):
    """Another process holds the writer's lock."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"Another process is changing {folder}. Try again when it is done.")


class IndexBusy(GraphError):
    """Another process has the index on disk."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"Another service has the index in {folder}. Only one can serve it from disk.")


class IndexUnmade(GraphError):
    """The index on disk could not be made."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"The index in {folder} could not be made. The log says why.")
