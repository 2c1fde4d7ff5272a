interface FailureProps {
	readonly message: string | undefined;
	/** Shows a button to try again. */
	readonly onRetry?: () => void;
}

export const Failure = ({ message, onRetry }: FailureProps) =>
	message === undefined ? null : (
		<div className="notice error row" role="alert">
			<p>{message}</p>
			{onRetry && (
				<button type="button" onClick={onRetry}>
					Try again
				</button>
			)}
		</div>
	);
